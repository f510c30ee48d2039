// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.participant;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSet;
import dev.agentreload.core.lease.Lease;
import dev.agentreload.core.lease.LeaseFactory;
import dev.agentreload.core.lease.Leased;
import dev.agentreload.core.lease.ResourceCloser;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.runtime.HostRuntime;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A value or resource that is made from one section of the configuration and replaced when the section changes: the ready-made
 * participant for a component that can be built next to its old form.
 *
 * <pre>{@code
 * Reloadable<Client> client = Reloadable.builder("search", new ReloadAction.HostAction("reload-search"))
 *         .read((document, problems) -> SearchSettings.read(document, problems))
 *         .open(settings -> new Client(settings))
 *         .check((opened, deadline) -> opened.ping())
 *         .close(Client::shutdown)
 *         .build(runtime);
 * Reloader reloader = Reloader.builder(runtime).participant(client.participant()).build();
 * }</pre>
 *
 * <p>Readers take {@link #current} for a value that is not closed, and {@link #lease} for a resource: it is closed when it was
 * replaced and its last lease is closed. <em>Safe for use by multiple threads.</em> Reads never wait.
 *
 * @param <T> the type of the value or resource
 */
public final class Reloadable<T> {

    private final ReloadableParticipant<?, T> participant;

    /** Read once by each reader; written by commit and rollback. */
    private volatile @Nullable Form<T> form;

    private volatile boolean closed;

    /** What is in force: the resource for those who only look, and the leases of it. */
    record Form<T>(T resource, Leased<T> leased) {}

    private Reloadable(Builder<T> builder, LeaseFactory leases) {
        this.participant = builder.source.participant(this, builder, leases);
    }

    /**
     * Returns a builder of a component.
     *
     * @param name how results and logs call it; unique in a reloader, not secret
     * @param actions those that replace the value
     * @throws IllegalArgumentException if there is no action: then nothing would ever replace it
     */
    public static Named builder(String name, ReloadAction... actions) {
        ImmutableSet<ReloadAction> all = ImmutableSet.copyOf(actions);
        checkArgument(!all.isEmpty(), "[%s] has no action; expected those that replace its value", name);
        return new Named(requireNonNull(name, "name"), all);
    }

    /** Returns the participant, always the same one, which is registered with one reloader. */
    public ReloadParticipant participant() {
        return participant;
    }

    /**
     * Returns the value in force; after the reloader was closed, the last one. Nothing keeps a resource open meanwhile: take a
     * {@link #lease} of one.
     *
     * @throws IllegalStateException if no start has succeeded yet
     */
    public T current() {
        return form().resource();
    }

    /** Returns what {@link #current} returns; empty if no start has succeeded yet. */
    public Optional<T> findCurrent() {
        return Optional.ofNullable(form).map(Form::resource);
    }

    /**
     * Returns a lease of what is in force, which stays open until the lease is closed.
     *
     * @throws IllegalStateException if no start has succeeded yet, or the reloader is closed
     */
    public Lease<T> lease() {
        while (true) {
            Optional<Lease<T>> lease = form().leased().tryAcquire();
            if (lease.isPresent()) {
                return lease.get();
            }
            checkState(!closed, "[%s] is closed", participant.name());
        }
    }

    private Form<T> form() {
        Form<T> now = form;
        if (now == null) {
            throw new IllegalStateException("[" + participant.name() + "] has no value yet");
        }
        return now;
    }

    /** Called by one transaction at a time. */
    @Nullable
    Form<T> exchange(@Nullable Form<T> next) {
        Form<T> before = form;
        form = next;
        return before;
    }

    void close(RetiredResources retired) {
        closed = true;
        Form<T> last = form;
        if (last != null) {
            retired.add(last.leased());
        }
    }

    /** Returns the name and whether there is a value, never the value. */
    @Override
    public String toString() {
        return "Reloadable[" + participant.name() + (form == null ? ", no value yet]" : "]");
    }

    /** A builder that knows the name and the actions. <em>Immutable.</em> */
    public static final class Named {

        private final String name;
        private final Set<ReloadAction> actions;

        private Named(String name, Set<ReloadAction> actions) {
            this.name = name;
            this.actions = actions;
        }

        /** Sets what reads the section. Without {@link Read#open} what it returns is the value itself. */
        public <S> Read<S> read(SectionReader<S> reader) {
            return new Read<>(this, requireNonNull(reader, "reader"));
        }
    }

    /**
     * A builder that knows what reads the section. <em>Not safe for use by multiple threads.</em>
     *
     * @param <S> the type of what the section says
     */
    public static final class Read<S> {

        private final Named named;
        private final SectionReader<S> reader;

        private Read(Named named, SectionReader<S> reader) {
            this.named = named;
            this.reader = reader;
        }

        /** Sets what makes a resource of what the section says. */
        public <T> Builder<T> open(ResourceOpener<S, T> opener) {
            requireNonNull(opener, "opener");
            return new Builder<>(new Source<S, T>(named, reader, opener)::participant);
        }

        /** Returns the component whose value is what the section says. */
        public Reloadable<S> build(HostRuntime runtime) {
            return open(settings -> settings).build(runtime);
        }
    }

    /** Hides the type of what the section says from methods that only set how the resource is used. */
    @FunctionalInterface
    private interface ParticipantSource<T> {

        ReloadableParticipant<?, T> participant(Reloadable<T> owner, Builder<T> builder, LeaseFactory leases);
    }

    private record Source<S, T>(Named named, SectionReader<S> reader, ResourceOpener<S, T> opener) {

        ReloadableParticipant<S, T> participant(Reloadable<T> owner, Builder<T> builder, LeaseFactory leases) {
            return new ReloadableParticipant<>(
                    named.name,
                    named.actions,
                    owner,
                    reader,
                    new ReloadableParticipant.Steps<>(opener, builder.check, builder.closer),
                    leases);
        }
    }

    /**
     * Builds a {@link Reloadable} with a resource. <em>Not safe for use by multiple threads.</em>
     *
     * @param <T> the type of the resource
     */
    public static final class Builder<T> {

        private final ParticipantSource<T> source;
        private Optional<LeaseFactory> leases = Optional.empty();
        private ResourceCheck<? super T> check = (resource, deadline) -> {};
        private ResourceCloser<? super T> closer = Builder::closeIfCloseable;

        private Builder(ParticipantSource<T> source) {
            this.source = source;
        }

        private static void closeIfCloseable(Object resource) throws Exception {
            if (resource instanceof AutoCloseable closeable) {
                closeable.close();
            }
        }

        /** Sets what tries a new resource before it comes into force; by default nothing does. */
        public Builder<T> check(ResourceCheck<? super T> resourceCheck) {
            this.check = requireNonNull(resourceCheck, "resourceCheck");
            return this;
        }

        /** Sets what closes a resource; by default one that is {@link AutoCloseable} closes itself. */
        public Builder<T> close(ResourceCloser<? super T> resourceCloser) {
            this.closer = requireNonNull(resourceCloser, "resourceCloser");
            return this;
        }

        /** Sets what makes the leases, such as a factory that tracks leaks; by default one of the runtime. */
        public Builder<T> leases(LeaseFactory factoryOfLeases) {
            this.leases = Optional.of(requireNonNull(factoryOfLeases, "factoryOfLeases"));
            return this;
        }

        /**
         * Returns the component, which has no value before a reloader with its {@link Reloadable#participant} was started.
         *
         * @param runtime its executor closes resources
         */
        public Reloadable<T> build(HostRuntime runtime) {
            requireNonNull(runtime, "runtime");
            return new Reloadable<>(this, leases.orElseGet(() -> LeaseFactory.of(runtime)));
        }
    }
}
