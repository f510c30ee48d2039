// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a catalog knows at a time, in one reference: the definitions, the epoch, the answers it keeps and the load that
 * is under way. <em>Immutable</em>, but for the load.
 *
 * @param config the definitions
 * @param epoch grows with every invalidation; answers of an earlier epoch are stale
 * @param answers the last good answer of each source for each provider, of whatever epoch; never of the configured models,
 *     which the definitions have
 * @param failures why there is no answer of this epoch
 * @param load the load of this epoch that is under way
 * @param list the list that the last load of this epoch led to
 */
record CatalogState(
        ModelsConfig config,
        long epoch,
        ImmutableMap<Question, Answer> answers,
        ImmutableMap<Question, Failure> failures,
        @Nullable CatalogLoad load,
        @Nullable ModelList list) {

    private static final String NOT_ASKED = "not asked since the catalog was invalidated";

    /** One source, asked for one provider. */
    record Question(int source, String provider) {}

    /** What a source said, and when it was asked. */
    record Answer(ImmutableList<Model> models, long epoch) {}

    /** Why a source did not answer, and when it may be asked again, in the ticker's nanoseconds. */
    record Failure(String message, long retryAt) {}

    static CatalogState of(ModelsConfig config) {
        return new CatalogState(config, 0, ImmutableMap.of(), ImmutableMap.of(), null, null);
    }

    /** Returns the state in which everything must be asked again. */
    CatalogState invalidated(ModelsConfig definitions) {
        return new CatalogState(definitions, epoch + 1, answers, ImmutableMap.of(), null, null);
    }

    /**
     * Returns the state to go back to after the definitions of another one were in effect: that one itself, if nothing invalidated
     * since. A load that was under way then is begun again, for what it found meanwhile was not kept.
     */
    CatalogState restored(CatalogState before) {
        return epoch == before.epoch + 1
                ? new CatalogState(before.config, before.epoch, before.answers, before.failures, null, before.list)
                : invalidated(before.config);
    }

    CatalogState loading(CatalogLoad started) {
        return new CatalogState(config, epoch, answers, failures, started, list);
    }

    /** Returns the state after a load of this epoch. */
    CatalogState loaded(Map<Question, Answer> good, Map<Question, Failure> failed, int sources) {
        Map<Question, Answer> kept = new LinkedHashMap<>();
        answers.forEach((question, answer) -> {
            if (config.providersByName().containsKey(question.provider())) {
                kept.put(question, answer);
            }
        });
        kept.putAll(good);
        CatalogState loaded =
                new CatalogState(config, epoch, ImmutableMap.copyOf(kept), ImmutableMap.copyOf(failed), null, null);
        return loaded.listed(loaded.assemble(sources));
    }

    private CatalogState listed(ModelList assembled) {
        return new CatalogState(config, epoch, answers, failures, load, assembled);
    }

    boolean isFresh(Question question) {
        Answer answer = answers.get(question);
        return answer != null && answer.epoch() == epoch;
    }

    /** Returns whether a source that failed may be asked again. */
    boolean isRetryDue(CatalogClock clock) {
        return failures.values().stream().anyMatch(failure -> clock.hasPassed(failure.retryAt()));
    }

    /** Returns whether a load asks this: there is no answer of this epoch, and no failure that asked for a longer pause. */
    boolean isDue(Question question, CatalogClock clock) {
        Failure failure = failures.get(question);
        return !isFresh(question) && (failure == null || clock.hasPassed(failure.retryAt()));
    }

    /** Puts the list together: the configured models of each provider that exists, then what its sources said, fresh or not. */
    ModelList assemble(int sources) {
        Map<ModelRef, Model> models = new LinkedHashMap<>();
        Map<String, String> stale = new LinkedHashMap<>();
        for (String provider : config.providersByName().keySet()) {
            config.models(provider).forEach(model -> models.putIfAbsent(model.ref(), model));
            for (int source = 0; source < sources; source++) {
                Question question = new Question(source, provider);
                Answer answer = answers.get(question);
                if (answer != null) {
                    answer.models().forEach(model -> models.putIfAbsent(model.ref(), asConfigured(model)));
                }
                if (!isFresh(question)) {
                    stale.putIfAbsent(provider, reason(failures.get(question)));
                }
            }
        }
        return new ModelList(models, stale);
    }

    private static String reason(@Nullable Failure failure) {
        return failure == null ? NOT_ASKED : failure.message();
    }

    /** Aliases and what else the configuration says come from this one, not from the one of an earlier answer. */
    private Model asConfigured(Model model) {
        return config.findModel(model.ref()).orElseGet(() -> model.withAliases(ImmutableList.of()));
    }
}
