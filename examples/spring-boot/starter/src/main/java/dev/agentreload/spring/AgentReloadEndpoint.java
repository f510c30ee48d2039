// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.spring;

import static java.util.Objects.requireNonNull;

import dev.agentreload.core.apply.DryRunReport;
import dev.agentreload.core.apply.HistoryEntry;
import dev.agentreload.core.apply.ReloadRequest;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.ReloadView;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.source.ConfigSource;
import java.security.Principal;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/**
 * Shows and drives the reloader over HTTP: {@code GET agentreload} and {@code GET agentreload/history}; {@code POST
 * agentreload/reload}, {@code /dryrun}, {@code /rollback}, {@code /resume} and {@code /plan}. Not exposed by default, and read-only until the host
 * gives unrestricted access. Answers have paths, verdicts and actions. They never have a secret, and no value of the configuration
 * unless the host sets {@code management.endpoint.agentreload.show-values}. <em>Safe for use by multiple threads.</em>
 */
@WebEndpoint(id = "agentreload", defaultAccess = Access.READ_ONLY)
public final class AgentReloadEndpoint {

    private static final int STATUS_OK = 200;
    private static final Duration WAIT = Duration.ofSeconds(60);

    private final Reloader reloader;
    private final ConfigSource source;
    private final ConfigReader reader;
    private final EndpointText text;

    AgentReloadEndpoint(Reloader reloader, ConfigSource source, ConfigReader reader, EndpointText text) {
        this.reloader = requireNonNull(reloader, "reloader");
        this.source = requireNonNull(source, "source");
        this.reader = requireNonNull(reader, "reader");
        this.text = requireNonNull(text, "text");
    }

    /** Returns the status, and since when automatic reloads are held after a rollback. */
    @ReadOperation
    public Map<String, @Nullable Object> status(SecurityContext security) {
        ReloadView view = reloader.view();
        Map<String, @Nullable Object> status = text.of(view.status().toMap(), security);
        status.put(
                "hold",
                view.hold()
                        .map(hold -> Map.of(
                                "actor", hold.actor(), "since", hold.since().toString()))
                        .orElse(null));
        return status;
    }

    /** Returns the newest decisions for {@code history}; anything else is not found. */
    @ReadOperation
    public @Nullable Map<String, @Nullable Object> read(@Selector String part, SecurityContext security) {
        return part.equals("history")
                ? text.of(
                        Map.of(
                                "history",
                                reloader.view().history().stream()
                                        .map(HistoryEntry::toMap)
                                        .toList()),
                        security)
                : null;
    }

    /**
     * Runs {@code reload}, {@code dryrun}, {@code rollback}, {@code resume} or {@code plan}; anything else is not found.
     *
     * @param revision where {@code rollback} goes; the one before if there is none
     * @param document what {@code plan} compares with what is in force, as YAML or JSON
     */
    @WriteOperation
    public WebEndpointResponse<Map<String, @Nullable Object>> run(
            @Selector String action, @Nullable Long revision, @Nullable String document, SecurityContext security) {
        return switch (action) {
            case "reload" -> answer(reloader.reload(request(security), WAIT), security);
            case "rollback" -> answer(rollback(revision, actor(security)), security);
            case "resume" -> new WebEndpointResponse<>(text.of(Map.of("resumed", reloader.resume()), security));
            case "dryrun" -> answer(reloader.dryRun(request(security)), security);
            case "plan" -> plan(document, security);
            default -> new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
        };
    }

    private ReloadRequest request(SecurityContext security) {
        return ReloadRequest.manual(source, actor(security));
    }

    private ReloadResult rollback(@Nullable Long revision, String actor) {
        return revision == null ? reloader.rollback(actor) : reloader.rollbackTo(revision, actor);
    }

    private WebEndpointResponse<Map<String, @Nullable Object>> plan(
            @Nullable String document, SecurityContext security) {
        if (document == null) {
            return new WebEndpointResponse<>(
                    text.of(Map.of("error", "no document; expected it in the member [document]"), security),
                    WebEndpointResponse.STATUS_BAD_REQUEST);
        }
        if (reloader.view().current().isEmpty()) {
            return new WebEndpointResponse<>(WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE);
        }
        ReadResult read = reader.readYaml("posted", document);
        return read instanceof ReadResult.Success success
                ? new WebEndpointResponse<>(
                        text.of(reloader.view().plan(success.document()).toMap(), security))
                : answer(new ReloadResult.Invalid(read.problems()), security);
    }

    private WebEndpointResponse<Map<String, @Nullable Object>> answer(ReloadResult result, SecurityContext security) {
        return new WebEndpointResponse<>(text.of(result.toMap(), security), httpStatus(result.kind()));
    }

    private WebEndpointResponse<Map<String, @Nullable Object>> answer(DryRunReport report, SecurityContext security) {
        int status = report.blockedBy().map(result -> httpStatus(result.kind())).orElse(STATUS_OK);
        return new WebEndpointResponse<>(text.of(report.toMap(), security), status);
    }

    static int httpStatus(ReloadResult.Kind kind) {
        return switch (kind) {
            case APPLIED, UNCHANGED -> STATUS_OK;
            case STILL_RUNNING -> 202;
            case INVALID -> 422;
            case RESTART_REQUIRED, STALE, BUSY, SUPERSEDED, DISABLED -> 409;
            case NOT_STARTED -> 503;
            case ROLLED_BACK, RESTORE_FAILED -> 500;
        };
    }

    private static String actor(SecurityContext security) {
        Principal principal = security.getPrincipal();
        return principal == null ? "actuator" : principal.getName();
    }
}
