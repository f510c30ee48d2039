// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.agents.AgentSnapshot;
import dev.agentreload.agents.config.ResolvedAgent;
import dev.agentreload.agents.routing.Binding;
import dev.agentreload.agents.routing.Route;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.core.apply.DryRunReport;
import dev.agentreload.core.apply.EffectiveConfig;
import dev.agentreload.core.apply.HistoryEntry;
import dev.agentreload.core.apply.ReloadRequest;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.apply.Subscription;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.source.ConfigSource;
import dev.agentreload.examples.gateway.channel.ConfigApi;
import dev.agentreload.examples.gateway.channel.HttpReply;
import dev.agentreload.examples.gateway.config.ConfigFile;
import dev.agentreload.models.ModelCatalog;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Answers operators who come over HTTP. <em>Safe for use by multiple threads.</em> */
public final class ConfigDesk implements ConfigApi {

    private static final Duration WAIT = Duration.ofMinutes(5);

    private final String actor;
    private final Builder parts;
    private final Reloader reloader;
    private final ConfigFile source;
    private final AgentRegistry<?> registry;
    private final ModelCatalog catalog;
    private final Supplier<Map<String, ?>> status;
    private final ConfigWrites writes;

    /** Two who replace the file at once would each restore what the other wrote. */
    private final ReentrantLock replacing;

    private ConfigDesk(Builder builder, String actor, ReentrantLock replacing) {
        this.actor = actor;
        this.parts = builder;
        this.replacing = replacing;
        this.reloader = builder.reloader;
        this.source = builder.source;
        this.registry = builder.registry;
        this.catalog = builder.catalog;
        this.status = builder.status;
        this.writes = builder.writes;
    }

    /**
     * What the desk works with.
     *
     * @param reloader does what is asked
     * @param source the file
     * @param registry the agents in force
     * @param catalog the models that are known
     * @param status reports where the host stands
     * @param revisions has what was in force since this start
     * @param log has what was decided before this start
     * @param writes whether the file may be replaced
     */
    public record Builder(
            Reloader reloader,
            ConfigFile source,
            AgentRegistry<?> registry,
            ModelCatalog catalog,
            Supplier<Map<String, ?>> status,
            Revisions revisions,
            DecisionLog log,
            ConfigWrites writes) {

        /** Returns the desk, for a caller without a name. */
        public ConfigDesk build() {
            return new ConfigDesk(this, "http", new ReentrantLock());
        }
    }

    /** Returns the same desk for another caller, by the name that the history gives them. */
    public ConfigDesk actingFor(String other) {
        return new ConfigDesk(parts, other, replacing);
    }

    @Override
    public HttpReply status() {
        return HttpReply.of(status.get());
    }

    @Override
    public HttpReply config() {
        return reloader.view()
                .current()
                .map(current -> HttpReply.of(ImmutableMap.of(
                        "revision",
                        current.revision(),
                        "config",
                        ShownConfig.of(current.document().root()))))
                .orElseGet(() -> HttpReply.refused(503, "no configuration is in force"));
    }

    @Override
    public HttpReply history() {
        return HttpReply.of(ImmutableMap.of(
                "history",
                reloader.view().history().stream().map(ConfigDesk::entry).toList(),
                "earlier",
                parts.log.earlier()));
    }

    private static Map<String, ?> entry(HistoryEntry entry) {
        ImmutableMap.Builder<String, Object> map = ImmutableMap.<String, Object>builder()
                .put("sequence", entry.sequence())
                .put("at", entry.at().toString())
                .put("actor", entry.actor())
                .put("operation", entry.operation().name().toLowerCase(Locale.ROOT))
                .put("result", HttpReply.name(entry.result()))
                .put("summary", entry.result().summary())
                .put("millis", entry.duration().toMillis());
        if (entry.result() instanceof ReloadResult.Applied applied) {
            map.put("revision", applied.revision());
            applied.plan().ifPresent(plan -> map.put("plan", plan.explain().stripTrailing()));
        }
        return map.buildOrThrow();
    }

    @Override
    public HttpReply plan(String text) {
        return planned(source.uploaded(text.getBytes(UTF_8)));
    }

    @Override
    public HttpReply pending() {
        return planned(source);
    }

    /** What a reload would say is what a plan says: it is a dry run. */
    private HttpReply planned(ConfigSource requested) {
        DryRunReport report = reloader.dryRun(ReloadRequest.manual(requested, actor));
        ImmutableMap.Builder<String, Object> map = ImmutableMap.builder();
        report.plan()
                .ifPresent(plan -> map.put("plan", plan.toMap())
                        .put("explained", plan.explain().stripTrailing()));
        map.put("wouldApply", report.blockedBy().isEmpty());
        report.blockedBy()
                .ifPresent(
                        result -> map.put("blockedBy", HttpReply.name(result)).put("summary", result.summary()));
        map.put("problems", problems(report).stream().map(ConfigProblem::toMap).toList());
        map.put("notVerified", report.notVerified());
        int status = report.blockedBy()
                .filter(result -> !(result instanceof ReloadResult.Unchanged))
                .map(HttpReply::status)
                .orElse(200);
        return new HttpReply(status, map.buildOrThrow());
    }

    private static List<ConfigProblem> problems(DryRunReport report) {
        return report.blockedBy()
                .filter(ReloadResult.Invalid.class::isInstance)
                .map(ReloadResult.Invalid.class::cast)
                .map(ReloadResult.Invalid::problems)
                .orElse(report.warnings());
    }

    @Override
    public HttpReply validate(String text) {
        DryRunReport report = reloader.dryRun(ReloadRequest.manual(source.uploaded(text.getBytes(UTF_8)), actor));
        Optional<ReloadResult> refusal = report.blockedBy()
                .filter(result -> !(result instanceof ReloadResult.Unchanged)
                        && !(result instanceof ReloadResult.RestartRequired));
        return new HttpReply(
                refusal.map(HttpReply::status).orElse(200),
                ImmutableMap.of(
                        "valid", refusal.isEmpty(),
                        "problems",
                                problems(report).stream()
                                        .map(ConfigProblem::toMap)
                                        .toList()));
    }

    @Override
    public HttpReply reload() {
        return decided(reloader.reload(ReloadRequest.manual(source, actor), WAIT));
    }

    @Override
    public HttpReply rollback(OptionalLong revision) {
        return decided(
                revision.isPresent() ? reloader.rollbackTo(revision.getAsLong(), actor) : reloader.rollback(actor));
    }

    @Override
    public HttpReply rollbackPlan(long revision) {
        return parts.revisions
                .find(revision)
                .map(document -> HttpReply.of(
                        ImmutableMap.of("plan", reloader.view().plan(document).toMap())))
                .orElseGet(() -> HttpReply.refused(404, Revisions.missing(revision)));
    }

    @Override
    public HttpReply diff(long from, long to) {
        return parts.revisions.reply(from, to);
    }

    @Override
    public HttpReply resume() {
        return HttpReply.of(ImmutableMap.of("resumed", reloader.resume()));
    }

    @Override
    public HttpReply replace(String text, long revision) {
        if (writes == ConfigWrites.REFUSED) {
            return HttpReply.refused(
                    403,
                    source.name() + " is not written over HTTP; only a gateway run with --allow-config-writes does");
        }
        if (!replacing.tryLock()) {
            return HttpReply.refused(409, "another request replaces the configuration");
        }
        try {
            return replaceAlone(text, revision);
        } catch (IOException e) {
            return HttpReply.refused(
                    409, source.name() + " cannot be written: " + e.getClass().getSimpleName());
        } finally {
            replacing.unlock();
        }
    }

    private HttpReply replaceAlone(String text, long revision) throws IOException {
        EffectiveConfig current = reloader.view().current().orElseThrow();
        if (current.revision() != revision) {
            return new HttpReply(
                    412,
                    ImmutableMap.of(
                            "error",
                            "revision [" + current.revision() + "] is in force",
                            "revision",
                            current.revision()));
        }
        if (WrittenFile.isReadOnly(source.path())) {
            return HttpReply.refused(409, source.name() + " is read-only");
        }
        if (holdsAnEdit(current)) {
            return HttpReply.refused(
                    409, source.name() + " holds an edit that is not in force; reload it or take it back first");
        }
        byte[] content = text.getBytes(UTF_8);
        DryRunReport report = reloader.dryRun(ReloadRequest.manual(source.uploaded(content), actor));
        Optional<ReloadResult> blocked =
                report.blockedBy().filter(result -> !(result instanceof ReloadResult.Unchanged));
        if (blocked.isPresent()) {
            return decided(blocked.get());
        }
        try (WrittenFile file = WrittenFile.write(source.path(), content)) {
            ReloadResult result = reloader.reload(ReloadRequest.manual(source, actor), WAIT);
            if (result instanceof ReloadResult.Applied || result instanceof ReloadResult.Unchanged) {
                file.keep();
            }
            return decided(result);
        }
    }

    /** An edit that was not applied would be lost; the history has what was rolled back. */
    private boolean holdsAnEdit(EffectiveConfig current) {
        boolean inForce = source.read() instanceof ReadResult.Success read
                && read.document().equals(current.document());
        return !inForce && reloader.view().hold().isEmpty();
    }

    private HttpReply decided(ReloadResult result) {
        ImmutableMap.Builder<String, Object> map = ImmutableMap.<String, Object>builder()
                .put("result", HttpReply.name(result))
                .put("summary", result.summary());
        reloader.view().current().ifPresent(current -> map.put("revision", current.revision()));
        if (result instanceof ReloadResult.Invalid invalid) {
            map.put(
                    "problems",
                    invalid.problems().stream().map(ConfigProblem::toMap).toList());
        }
        if (!result.warnings().isEmpty()) {
            map.put(
                    "warnings",
                    result.warnings().stream().map(ConfigProblem::toMap).toList());
        }
        return new HttpReply(HttpReply.status(result), map.buildOrThrow());
    }

    @Override
    public HttpReply agents() {
        AgentSnapshot<?> snapshot = registry.snapshot();
        return HttpReply.of(ImmutableMap.of(
                "agents",
                        snapshot.config().agents().stream()
                                .map(agent -> agent(agent, snapshot))
                                .toList(),
                "models",
                        catalog.models().models().stream()
                                .map(model -> model.ref().toString())
                                .toList(),
                "bindings",
                        snapshot.router().bindings().stream()
                                .map(binding -> binding(binding, snapshot.document()))
                                .toList()));
    }

    private static Map<String, ?> agent(ResolvedAgent agent, AgentSnapshot<?> snapshot) {
        return ImmutableMap.of(
                "id", agent.id().value(),
                "model", agent.model().ref().toString(),
                "fallbacks",
                        agent.fallbacks().stream()
                                .map(model -> model.ref().toString())
                                .toList(),
                "default", agent.id().equals(snapshot.config().defaultAgent()),
                "unavailable",
                        Optional.ofNullable(snapshot.unavailable().get(agent.id()))
                                .orElse(""));
    }

    /** What it matches is shown as the document has it, since a node masks its secrets. */
    private static Map<String, ?> binding(Binding binding, ConfigDocument document) {
        ImmutableMap.Builder<String, Object> map = ImmutableMap.<String, Object>builder()
                .put("path", binding.path().toString())
                .put("agent", binding.agent())
                .put("tier", binding.match().tier().id());
        document.find(binding.path().key("match")).ifPresent(match -> map.put("match", match));
        return map.buildOrThrow();
    }

    @Override
    public HttpReply route(RouteRequest from) {
        Route route = registry.snapshot().router().route(from);
        return HttpReply.of(ImmutableMap.of(
                "agent", route.agentId().value(),
                "matchedBy", route.matchedBy().id(),
                "binding", route.binding().map(found -> found.path().toString()).orElse(""),
                "missingAgent", route.missingAgent().orElse("")));
    }

    @Override
    public Runnable follow(Runnable listener) {
        Subscription subscription = reloader.view().subscribe("page", entry -> listener.run());
        return subscription::close;
    }

    @Override
    public Object visibleState() {
        return ImmutableList.of(
                source.snapshot().hash(),
                reloader.view().hold(),
                reloader.view().status().retired().stream()
                        .map(generation -> ImmutableList.of(generation.revision(), generation.openLeases()))
                        .toList());
    }
}
