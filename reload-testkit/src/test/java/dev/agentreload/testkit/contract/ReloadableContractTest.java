// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.contract;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.participant.Reloadable;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.testkit.fake.ResourceJournal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The ready-made participant keeps what hosts' own are tested for. */
class ReloadableContractTest extends ReloadParticipantContract {

    private @Nullable Reloadable<Form> hooks;

    /** The journal distinguishes forms by identity, readers by their document. */
    private static final class Form {

        final ConfigDocument document;

        Form(ConfigDocument document) {
            this.document = document;
        }
    }

    @Override
    protected ReloadParticipant createParticipant(ResourceJournal journal) {
        hooks = Reloadable.builder("hooks", ReloadAction.RELOAD_HOOKS)
                .read(ReloadableContractTest::read)
                .open(document -> {
                    Form form = new Form(document);
                    journal.created("hooks", form);
                    return form;
                })
                .close(journal::closed)
                .build(HostRuntime.of(Runnable::run));
        return hooks.participant();
    }

    private static ConfigDocument read(ConfigDocument document, ProblemCollector problems) {
        problems.addAll(Hooks.validate(document));
        return document;
    }

    @Override
    protected Optional<?> observe() {
        return Optional.ofNullable(hooks).flatMap(Reloadable::findCurrent).map(form -> form.document);
    }

    @Override
    protected ConfigDocument firstDocument() {
        return Hooks.document("{path: '/one'}");
    }

    @Override
    protected ConfigDocument secondDocument() {
        return Hooks.document("{path: '/two'}");
    }

    @Override
    protected ConfigDocument invalidDocument(String secret) {
        return Hooks.invalid(secret);
    }
}
