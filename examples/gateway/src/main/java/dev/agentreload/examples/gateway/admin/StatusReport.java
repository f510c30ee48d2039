// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.admin;

import com.google.common.collect.ImmutableMap;
import dev.agentreload.core.apply.EffectiveConfig;
import dev.agentreload.core.apply.ReloadStatus;
import dev.agentreload.core.apply.ReloadView;
import dev.agentreload.core.apply.RetiredGeneration;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.lease.LeaseHolder;
import dev.agentreload.examples.gateway.config.ConfigFile;
import dev.agentreload.examples.gateway.config.LastKnownGood;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the gateway stands.
 *
 * @param reloads reports on the configuration
 * @param source the file
 * @param copies reports on the last configuration that worked
 * @param provisional reports on what waits to be confirmed
 */
public record StatusReport(
        ReloadView reloads, ConfigFile source, LastKnownGood copies, ProvisionalReloads provisional) {

    /** Returns revision and content of the configuration in force, what waits for a restart, and how the last reload ended. */
    public Map<String, ?> toMap() {
        ReloadStatus status = reloads.status();
        ImmutableMap.Builder<String, Object> map = ImmutableMap.builder();
        status.effective().ifPresent(effective -> {
            map.put("revision", effective.revision().orElse(0));
            map.put("content", effective.contentId());
        });
        map.put(
                "pending",
                status.pendingRestart().stream().map(Object::toString).toList());
        status.lastResult().ifPresent(last -> map.put("last", last.result().summary()));
        fileDiffers().ifPresent(text -> map.put("file", text));
        provisional.remark().ifPresent(text -> map.put("provisional", text));
        held().ifPresent(text -> map.put("held", text));
        copies.problem().ifPresent(problem -> map.put("lastKnownGood", problem));
        map.put("retired", status.retired().stream().map(StatusReport::retired).toList());
        return map.buildOrThrow();
    }

    private static Map<String, ?> retired(RetiredGeneration generation) {
        return ImmutableMap.of(
                "revision", generation.revision(),
                "seconds", generation.age().toSeconds(),
                "holders", generation.openLeases(),
                "resources",
                        generation.resources().stream()
                                .map(lease -> ImmutableMap.of(
                                        "name", lease.resource(),
                                        "leases", lease.openLeases(),
                                        "holders",
                                                lease.holders().stream()
                                                        .map(LeaseHolder::toString)
                                                        .toList()))
                                .toList());
    }

    /** Returns what {@code /status} says besides the reloader's own lines. */
    public Optional<String> remarks() {
        String lines = Stream.of(fileDiffers(), provisional.remark(), held(), copies.problem())
                .flatMap(Optional::stream)
                .collect(Collectors.joining("\n"));
        return lines.isEmpty() ? Optional.empty() : Optional.of(lines);
    }

    /** Says that a restart would not begin with what is in force. */
    private Optional<String> fileDiffers() {
        Optional<EffectiveConfig> current = reloads.current();
        if (current.isEmpty()) {
            return Optional.empty();
        }
        ReadResult read = source.read();
        if (!(read instanceof ReadResult.Success success)) {
            return Optional.of(source.name() + " cannot be used as it is");
        }
        return success.document().equals(current.get().document())
                ? Optional.empty()
                : Optional.of(source.name() + " differs from what is in force");
    }

    private Optional<String> held() {
        return reloads.hold().map(hold -> "/resume lets automatic reloads in again");
    }
}
