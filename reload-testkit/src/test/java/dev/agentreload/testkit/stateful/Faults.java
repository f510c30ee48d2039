// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.stateful;

import dev.agentreload.testkit.stateful.Fault.Moment;
import dev.agentreload.testkit.stateful.Fault.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Makes host code go wrong where that was planned. <em>Safe for use by multiple threads.</em> */
final class Faults {

    private static final long WATCHDOG_SECONDS = 20;

    private final HostExecutor executor;
    private final Collection<Fault> armed = new ConcurrentLinkedQueue<>();
    private final List<Fault> fired = new CopyOnWriteArrayList<>();
    private final List<Hang> hangs = new CopyOnWriteArrayList<>();
    private final Object requesterLock = new Object();
    private @Nullable Thread requester;
    private boolean interrupted;
    private final AtomicInteger step = new AtomicInteger();
    private volatile @Nullable Meeting meeting;
    private volatile Reentry reentry = (call, elsewhere) -> {};

    Faults(HostExecutor executor) {
        this.executor = executor;
    }

    /** Calls the reloader from inside host code. */
    @FunctionalInterface
    interface Reentry {
        void call(String from, Fault.Kind how);
    }

    void onReentry(Reentry action) {
        this.reentry = action;
    }

    /** Plans faults for the next step of the run, and forgets those that had no occasion. */
    void arm(List<Fault> faults) {
        step.incrementAndGet();
        armed.clear();
        fired.clear();
        armed.addAll(faults);
    }

    List<Fault> fired() {
        return List.copyOf(fired);
    }

    /** Says which thread is interrupted by faults from now on. */
    void requestBegins() {
        synchronized (requesterLock) {
            requester = Thread.currentThread();
            interrupted = false;
        }
    }

    /** Returns whether a fault has interrupted the thread. */
    boolean requestEnds() {
        synchronized (requesterLock) {
            requester = null;
            return interrupted;
        }
    }

    private void interruptRequester() {
        synchronized (requesterLock) {
            if (requester != null) {
                requester.interrupt();
                interrupted = true;
            }
        }
    }

    boolean isAnyHanging() {
        return hangs.stream().anyMatch(hang -> !hang.isOpen());
    }

    /** Lets go all calls that hang. */
    void releaseAll() {
        hangs.forEach(Hang::open);
        hangs.removeIf(Hang::isOpen);
    }

    /** Releases the calls that an interrupt should have ended, if no interrupt came. */
    void releaseInterruptible() {
        hangs.stream().filter(hang -> hang.fault.kind() != Fault.Kind.HANG).forEach(Hang::open);
        hangs.removeIf(Hang::isOpen);
    }

    /** Has the next call of this place wait until another thread is there as well. */
    Meeting meetAt(Place place, int spins) {
        Meeting next = new Meeting(place, spins);
        meeting = next;
        return next;
    }

    /** Begins a call of host code. */
    Call enter(String target, Place place, String secret) {
        releaseAt(place);
        Meeting next = meeting;
        if (next != null && next.place == place) {
            next.hostArrives();
        }
        return new Call(target, place, secret);
    }

    private void releaseAt(Place place) {
        List<Hang> due = hangs.stream()
                .filter(hang -> hang.isReleasedAt(place) && hang.step < step.get())
                .toList();
        due.forEach(Hang::open);
        due.forEach(Hang::awaitLeft);
        hangs.removeAll(due);
    }

    private @Nullable Fault take(String target, Place place, Moment moment) {
        Optional<Fault> planned = armed.stream()
                .filter(fault -> fault.target().equals(target) && fault.place() == place && fault.moment() == moment)
                .findFirst();
        // Another thread may have taken it first.
        Optional<Fault> taken = planned.filter(armed::remove);
        taken.ifPresent(fired::add);
        return taken.orElse(null);
    }

    /** A call of host code that runs. */
    final class Call implements AutoCloseable {

        private final String target;
        private final Place place;
        private final String secret;
        private final List<Hang> mine = new ArrayList<>();

        private Call(String target, Place place, String secret) {
            this.target = target;
            this.place = place;
            this.secret = secret;
        }

        /** Goes wrong, if that was planned, before the effect; returns whether the answer is to be null. */
        boolean before() throws Exception {
            return at(Moment.BEFORE);
        }

        /** Goes wrong, if that was planned, after the effect; returns whether the answer is to be null. */
        boolean after() throws Exception {
            return at(Moment.AFTER);
        }

        private boolean at(Moment moment) throws Exception {
            Fault fault = take(target, place, moment);
            if (fault == null) {
                return false;
            }
            switch (fault.kind()) {
                case INTERRUPT -> interruptRequester();
                case HANG, LATE, GIVES_UP -> hang(fault);
                case REENTRY, REENTRY_ELSEWHERE -> reentry.call(target + " " + place, fault.kind());
                case EXCEPTION, ASSERTION_ERROR, STACK_OVERFLOW, SECRET, LONG_CHAIN, CYCLIC_CHAIN, CAUSE_THROWS, NULL ->
                    Thrown.by(fault.kind(), secret);
            }
            return fault.kind() == Fault.Kind.NULL;
        }

        /** Blocks threads of the host's executor alone: a request's own thread would never come back. */
        private void hang(Fault fault) throws InterruptedException {
            if (executor.isOwnThread()) {
                Hang hang = new Hang(fault, step.get());
                mine.add(hang);
                hangs.add(hang);
                hang.await();
            }
        }

        @Override
        public void close() {
            mine.forEach(hang -> hang.left.countDown());
        }
    }

    /** A call that hangs. */
    private final class Hang {

        private final Fault fault;
        private final int step;
        private final CountDownLatch opened = new CountDownLatch(1);
        private final CountDownLatch left = new CountDownLatch(1);

        Hang(Fault fault, int step) {
            this.fault = fault;
            this.step = step;
            executor.hangBegins();
        }

        boolean isReleasedAt(Place entered) {
            return fault.release().filter(entered::equals).isPresent();
        }

        boolean isOpen() {
            return opened.getCount() == 0;
        }

        synchronized void open() {
            if (!isOpen()) {
                executor.hangEnds();
                opened.countDown();
            }
        }

        void await() throws InterruptedException {
            while (!isOpen()) {
                try {
                    opened.await();
                } catch (InterruptedException e) {
                    if (fault.kind() == Fault.Kind.LATE) {
                        open();
                    } else if (fault.kind() == Fault.Kind.GIVES_UP) {
                        open();
                        throw e;
                    }
                }
            }
        }

        void awaitLeft() {
            try {
                if (!left.await(WATCHDOG_SECONDS, TimeUnit.SECONDS)) {
                    throw new AssertionError("a call that was let go does not end: " + fault);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A place where host code and a second request meet, so that both go on at the same time. */
    static final class Meeting {

        private final Place place;
        private final int spins;
        private final CountDownLatch host = new CountDownLatch(1);
        private final CountDownLatch other = new CountDownLatch(1);

        private Meeting(Place place, int spins) {
            this.place = place;
            this.spins = spins;
        }

        private void hostArrives() {
            if (host.getCount() > 0) {
                host.countDown();
                await(other);
                for (int i = 0; i < spins; i++) {
                    Thread.onSpinWait();
                }
            }
        }

        /** Waits for host code to arrive, or for the request to end without. */
        void otherArrives() {
            await(host);
            other.countDown();
        }

        void requestEnds() {
            host.countDown();
        }

        private static void await(CountDownLatch latch) {
            try {
                if (!latch.await(WATCHDOG_SECONDS, TimeUnit.SECONDS)) {
                    throw new AssertionError("the other side does not come");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
