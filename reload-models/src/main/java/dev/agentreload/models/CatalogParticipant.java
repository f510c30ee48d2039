// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models;

import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.InvalidConfigException;
import dev.agentreload.core.participant.Prepared;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.participant.RetiredResources;
import dev.agentreload.core.plan.ReloadAction;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lets a catalog take part in transactions. */
final class CatalogParticipant implements ReloadParticipant {

    private static final Set<ReloadAction> ACTIONS =
            Set.of(ReloadAction.RELOAD_MODELS, ReloadAction.RELOAD_PROVIDERS, ReloadAction.RELOAD_AGENTS);

    private final ModelCatalog catalog;
    private final ModelsPolicy policy;

    CatalogParticipant(ModelCatalog catalog, ModelsPolicy policy) {
        this.catalog = catalog;
        this.policy = policy;
    }

    @Override
    public String name() {
        return "models";
    }

    /** The names that agents may use for models are read too, so a change of agents can concern the catalog. */
    @Override
    public boolean handles(ReloadAction action) {
        return ACTIONS.contains(action);
    }

    @Override
    public List<ConfigProblem> validate(ReloadContext context) {
        return isUnconcerned(context)
                ? List.of()
                : ModelsConfig.read(context.target(), policy).problems();
    }

    /**
     * Reads the definitions.
     *
     * @throws InvalidConfigException if the document cannot be used, which validating would have reported
     */
    @Override
    public Prepared prepare(ReloadContext context) {
        return isUnconcerned(context)
                ? new PreparedCatalog(catalog, null)
                : new PreparedCatalog(
                        catalog, ModelsConfig.read(context.target(), policy).orThrow());
    }

    /** A catalog holds nothing open, and answers after the close too. */
    @Override
    public void retireAll(RetiredResources retired) {}

    /** A plan with {@code reload-models} makes the catalog forget, even if no definition differs. */
    private boolean isUnconcerned(ReloadContext context) {
        return !context.concerns(ReloadAction.RELOAD_MODELS)
                && !context.concerns(ReloadAction.RELOAD_PROVIDERS)
                && catalog.config().isFrom(context.target(), policy);
    }

    /** Definitions on their way through a transaction; none if those in effect stay. */
    private static final class PreparedCatalog implements Prepared {

        private final ModelCatalog catalog;
        private final @Nullable ModelsConfig next;
        private @Nullable CatalogState before;

        PreparedCatalog(ModelCatalog catalog, @Nullable ModelsConfig next) {
            this.catalog = catalog;
            this.next = next;
        }

        @Override
        public void commit(RetiredResources retired) {
            if (next != null) {
                before = catalog.exchange(next);
            }
        }

        @Override
        public void rollback(RetiredResources retired) {
            if (before != null) {
                catalog.restore(before);
            }
        }

        @Override
        public void discard() {}
    }
}
