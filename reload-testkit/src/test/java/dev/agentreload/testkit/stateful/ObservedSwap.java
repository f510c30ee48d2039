// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.stateful;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.SourcePosition;
import dev.agentreload.core.lease.Lease;
import dev.agentreload.core.lease.LeaseFactory;
import dev.agentreload.core.lease.Leased;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.participant.Prepared;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.participant.RetiredResources;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.testkit.stateful.Fault.Place;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A participant that is built beside the old, and goes wrong where that is planned. It keeps the contract in all its failures: what
 * a call that failed could not hand over is handed over with the next one.
 */
final class ObservedSwap implements ReloadParticipant {

    /** How it hands over what it no longer uses. */
    enum Style {
        LEASED,
        PLAIN
    }

    private final String name;
    private final Style style;
    private final Faults faults;
    private final Violations violations;
    private final LeaseFactory leases;
    private final AtomicInteger number = new AtomicInteger();
    private final List<Resource> built = new CopyOnWriteArrayList<>();
    private final List<Form> owed = new CopyOnWriteArrayList<>();
    private volatile @Nullable Form current;

    ObservedSwap(String name, Style style, LeaseFactory leases, Faults faults, Violations violations) {
        this.name = name;
        this.style = style;
        this.leases = leases;
        this.faults = faults;
        this.violations = violations;
    }

    private record Form(String version, Resource resource, Leased<Resource> leased) {}

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean handles(ReloadAction action) {
        return action.id().equals("reload-" + name);
    }

    List<Resource> built() {
        return List.copyOf(built);
    }

    /** Returns the form that readers see; empty if there is none. */
    Optional<String> visible() {
        return Optional.ofNullable(current).map(Form::version);
    }

    Optional<Resource> visibleResource() {
        return Optional.ofNullable(current).map(Form::resource);
    }

    /** Takes a lease of what is visible, if this part gives any. */
    Optional<Use> use() {
        Form form = current;
        return form == null || style == Style.PLAIN
                ? Optional.empty()
                : form.leased.tryAcquire().map(lease -> new Use(lease, form.resource));
    }

    /** One use of a resource. */
    static final class Use {

        private final Lease<Resource> lease;
        private final Resource resource;

        private Use(Lease<Resource> lease, Resource resource) {
            this.lease = lease;
            this.resource = resource;
            resource.use();
        }

        void end() {
            resource.leave();
            lease.close();
        }
    }

    @Override
    public List<ConfigProblem> validate(ReloadContext context) {
        try (Faults.Call call = faults.enter(name, Place.VALIDATE, Doc.secret(name, context.target()))) {
            return call.before() ? nothing() : problems(context.target());
        } catch (Exception e) {
            throw unchecked(e);
        }
    }

    private List<ConfigProblem> problems(ConfigDocument document) {
        return name.equals("one") && Doc.isRefused(document)
                ? List.of(ConfigProblem.error(
                        ConfigPath.of(name), SourcePosition.of(Doc.NAME), "refused", "expected another number"))
                : List.of();
    }

    @Override
    public Prepared prepare(ReloadContext context) throws Exception {
        String secret = Doc.secret(name, context.target());
        try (Faults.Call call = faults.enter(name, Place.PREPARE, secret)) {
            if (call.before()) {
                return nothing();
            }
            Form form = form(Doc.form(name, context.target()), secret);
            closeIfFails(call, form);
            return new Candidate(form);
        }
    }

    /** A call that fails after it has built something leaves nothing behind. */
    private static void closeIfFails(Faults.Call call, Form form) throws Exception {
        boolean fine = false;
        try {
            call.after();
            fine = true;
        } finally {
            if (!fine) {
                form.resource.close();
            }
        }
    }

    private Form form(String version, String secret) {
        String id = name + "#" + number.incrementAndGet();
        Resource resource = new Resource(id, name, secret, faults, violations);
        built.add(resource);
        return new Form(version, resource, leases.create(id, resource));
    }

    @Override
    public void retireAll(RetiredResources retired) {
        Form form = current;
        try (Faults.Call call = faults.enter(name, Place.RETIRE, form == null ? "" : form.resource.secret())) {
            call.before();
            current = null;
            if (form != null) {
                handOver(form, retired);
            }
            handOverOwed(retired);
            call.after();
        } catch (Exception e) {
            throw unchecked(e);
        }
    }

    private void handOver(Form form, RetiredResources retired) {
        if (style == Style.LEASED) {
            retired.add(form.leased);
        } else {
            retired.add(form.resource.id(), form.resource);
        }
    }

    private List<Form> handOverOwed(RetiredResources retired) {
        List<Form> forms = List.copyOf(owed);
        owed.removeAll(forms);
        forms.forEach(form -> handOver(form, retired));
        return forms;
    }

    private final class Candidate implements Prepared {

        private final Form form;
        private @Nullable Form old;
        private List<Form> settled = List.of();
        private boolean switched;

        Candidate(Form form) {
            this.form = form;
        }

        @Override
        public void verify(Deadline deadline) throws Exception {
            try (Faults.Call call = faults.enter(name, Place.VERIFY, form.resource.secret())) {
                call.before();
            }
        }

        @Override
        public void commit(RetiredResources retired) {
            try (Faults.Call call = faults.enter(name, Place.COMMIT, form.resource.secret())) {
                call.before();
                Form before = current;
                old = before;
                form.resource.publish();
                current = form;
                switched = true;
                if (before != null) {
                    handOver(before, retired);
                }
                settled = handOverOwed(retired);
                call.after();
            } catch (Exception e) {
                throw unchecked(e);
            }
        }

        @Override
        public void rollback(RetiredResources retired) {
            boolean begun = false;
            try (Faults.Call call = faults.enter(name, Place.ROLLBACK, form.resource.secret())) {
                call.before();
                begun = true;
                if (switched) {
                    current = old;
                }
                owed.addAll(settled);
                handOver(form, retired);
                call.after();
            } catch (Exception e) {
                throw unchecked(e);
            } finally {
                if (!begun && !switched) {
                    owed.add(form);
                }
            }
        }

        @Override
        public void discard() throws Exception {
            try (Faults.Call call = faults.enter(name, Place.DISCARD, form.resource.secret())) {
                call.before();
            } finally {
                form.resource.close();
            }
        }
    }

    /** The answer of code that breaks its contract. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    static <T> T nothing() {
        return null;
    }

    static RuntimeException unchecked(Exception failure) {
        if (failure instanceof RuntimeException unchecked) {
            return unchecked;
        }
        // Host code can throw whatever it likes where it may declare nothing.
        return ObservedSwap.<RuntimeException>sneaky(failure);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Exception> E sneaky(Exception failure) throws E {
        throw (E) failure;
    }
}
