// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models;

import dev.agentreload.core.config.ConfigDocument;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/**
 * What the model checker lets threads do with one catalog of one provider. Either the provider changes or the definitions do, not
 * both: a load that began before a change of definitions finishes for those who began to wait before it, with what the provider of
 * those definitions says by then, which is no state that ever was.
 */
@SuppressWarnings("this-escape") // what subclasses answer depends on no field of theirs
public abstract class CatalogScenario {

    private static final List<ModelsConfig> CONFIGS = List.of(config("a"), config("b"));

    final AtomicInteger changes = new AtomicInteger();
    final Subject subject = subject();

    /** What is checked: the real thing, or a wrong one. */
    interface Subject {

        List<String> models();

        void invalidate();

        void reload(ModelsConfig config);
    }

    abstract Subject subject();

    /** Returns the definitions in the beginning. */
    static ModelsConfig first() {
        return CONFIGS.get(0);
    }

    /** Returns what the provider says when it is asked now. */
    List<Model> ask(String provider) {
        return List.of(Model.of(new ModelRef(provider, "v" + changes.get())));
    }

    @Operation
    public String models() {
        return String.join(" ", subject.models());
    }

    /** The models of the provider change from time to time. A caller that asks after the announcement must see the new ones. */
    public abstract static class OfProvider extends CatalogScenario {

        @Operation
        public void change() {
            changes.incrementAndGet();
            subject.invalidate();
        }
    }

    /** The definitions change from time to time. A caller that asks afterwards must not see models of the earlier ones. */
    @Param(name = "provider", gen = IntGen.class, conf = "0:1")
    public abstract static class OfDefinitions extends CatalogScenario {

        @Operation
        public void reload(@Param(name = "provider") int provider) {
            subject.reload(CONFIGS.get(provider));
        }
    }

    private static ModelsConfig config(String provider) {
        String json = "{ \"models\": { \"providers\": { \"" + provider + "\": {} } } }";
        return ModelsConfig.read(ConfigDocument.parse("config.json", json)).orThrow();
    }
}
