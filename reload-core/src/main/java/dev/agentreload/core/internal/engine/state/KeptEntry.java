// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine.state;

import static java.util.Objects.requireNonNull;

import dev.agentreload.core.apply.HistoryEntry;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.internal.engine.state.KeptDocuments.Place;
import dev.agentreload.core.plan.ReloadPlan;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A decision without its documents, and the places of those.
 *
 * @param entry the decision; a plan in its result is one of empty documents
 * @param base the place of the document that the plan starts from
 */
record KeptEntry(
        HistoryEntry entry,
        @Nullable Place base,
        @Nullable Place target,
        @Nullable Place effective,
        @Nullable Place requested) {

    private static final ConfigDocument NONE = ConfigDocument.parse("", "{}");

    /** Takes the documents in the order in which they came, so that each is kept beside one that is like it. */
    static KeptEntry of(HistoryEntry entry, KeptDocuments documents) {
        Optional<ReloadPlan> plan = plan(entry.result());
        return new KeptEntry(
                with(entry, replacing(entry.result(), made -> between(made, NONE, NONE)), null, null),
                plan.map(made -> documents.add(made.base())).orElse(null),
                plan.map(made -> documents.add(made.target())).orElse(null),
                entry.effective().map(documents::add).orElse(null),
                entry.requested().map(documents::add).orElse(null));
    }

    void forEachPlace(Consumer<Place> action) {
        for (Place place : new @Nullable Place[] {base, target, effective, requested}) {
            if (place != null) {
                action.accept(place);
            }
        }
    }

    HistoryEntry whole(Map<Place, ConfigDocument> documents) {
        ReloadResult result = replacing(
                entry.result(),
                made -> between(made, requireNonNull(documents.get(base)), requireNonNull(documents.get(target))));
        return with(entry, result, documents.get(requested), documents.get(effective));
    }

    private static HistoryEntry with(
            HistoryEntry entry,
            ReloadResult result,
            @Nullable ConfigDocument requested,
            @Nullable ConfigDocument effective) {
        HistoryEntry.Builder other = HistoryEntry.builder(
                        entry.sequence(), entry.at(), entry.actor(), entry.operation())
                .durations(entry.durations())
                .notes(entry.notes());
        if (requested != null) {
            other.requested(requested);
        }
        if (effective != null) {
            other.effective(effective);
        }
        return other.build(result);
    }

    private static ReloadPlan between(ReloadPlan plan, ConfigDocument base, ConfigDocument target) {
        return new ReloadPlan(base, target, plan.ruleTableId(), plan.changes());
    }

    private static Optional<ReloadPlan> plan(ReloadResult result) {
        return switch (result.kind()) {
            case APPLIED -> ((ReloadResult.Applied) result).plan();
            case RESTART_REQUIRED -> Optional.of(((ReloadResult.RestartRequired) result).plan());
            case STALE -> Optional.of(((ReloadResult.Stale) result).between());
            case UNCHANGED,
                    INVALID,
                    ROLLED_BACK,
                    RESTORE_FAILED,
                    SUPERSEDED,
                    BUSY,
                    STILL_RUNNING,
                    NOT_STARTED,
                    DISABLED -> Optional.empty();
        };
    }

    private static ReloadResult replacing(ReloadResult result, UnaryOperator<ReloadPlan> change) {
        if (result instanceof ReloadResult.Applied applied) {
            return new ReloadResult.Applied(
                    applied.revision(), applied.plan().map(change), applied.pending(), applied.warnings());
        }
        if (result instanceof ReloadResult.RestartRequired restart) {
            return new ReloadResult.RestartRequired(
                    change.apply(restart.plan()), restart.dependencies(), restart.warnings());
        }
        return result instanceof ReloadResult.Stale stale
                ? new ReloadResult.Stale(stale.mismatch(), change.apply(stale.between()))
                : result;
    }
}
