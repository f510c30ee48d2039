// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.stateful;

import dev.agentreload.core.apply.ReloadMode;
import dev.agentreload.core.apply.ReloadRequest;
import dev.agentreload.testkit.stateful.Fault.Kind;
import dev.agentreload.testkit.stateful.Fault.Moment;
import dev.agentreload.testkit.stateful.Fault.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Makes sequences from seeds: the same one from the same seed. Used once. */
final class SequenceGenerator {

    /** What is left out, by name, so that one can look behind a defect that is known: kinds of faults, and of hosts. */
    private static final Set<String> LEFT_OUT =
            Set.copyOf(List.of(System.getProperty("stateful.without", "").split(",", -1)));

    /** Some more often than others, since they find more. */
    private static final List<Place> PLACES_OF_SWAPS = List.of(
            Place.VALIDATE,
            Place.PREPARE,
            Place.PREPARE,
            Place.VERIFY,
            Place.COMMIT,
            Place.COMMIT,
            Place.COMMIT,
            Place.ROLLBACK,
            Place.ROLLBACK,
            Place.DISCARD,
            Place.CLOSE,
            Place.RETIRE);

    private static final List<Place> PLACES_OF_EXCLUSIVES =
            List.of(Place.VALIDATE, Place.STOP, Place.STOP, Place.START, Place.START);

    /** How many faults in a hundred hang, and how many of the others are sure to fail. */
    private static final int HANGING = 12;

    private static final int FAILING = 60;

    private final long seed;
    private final SplittableRandom random;
    private final Setup setup;
    private final double faultiness;
    private Doc last;

    private SequenceGenerator(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.setup = setup();
        this.faultiness = random.nextInt(10, 60) / 100.0;
        this.last = setup.firstDoc();
    }

    /** Returns a sequence of so many steps. */
    static Sequence any(long seed, int length) {
        return new SequenceGenerator(seed).sequence(length);
    }

    /** Returns a sequence that closes a host soon after its start, while a request runs. */
    static Sequence closing(long seed) {
        SequenceGenerator generator = new SequenceGenerator(seed);
        return new Sequence(
                generator.setup, List.of(generator.step(new Command.Start(generator.doc())), generator.closing()));
    }

    private Setup setup() {
        List<Setup.Requests> requests =
                List.of(Setup.Requests.CALLER, Setup.Requests.CALLER, Setup.Requests.THREAD, Setup.Requests.HELD);
        return new Setup(
                seed,
                pick(HostExecutor.Kind.available()),
                pick(requests.stream().filter(SequenceGenerator::isIncluded).toList()),
                random.nextInt(2, 4),
                random.nextInt(1, 3),
                random.nextInt(2, 6));
    }

    private static boolean isIncluded(Enum<?> any) {
        return !LEFT_OUT.contains(any.name());
    }

    private Sequence sequence(int length) {
        List<Sequence.Step> steps = new ArrayList<>();
        steps.add(step(new Command.Start(doc())));
        for (int i = 2; i < length; i++) {
            steps.add(step(command()));
        }
        steps.add(random.nextInt(2) == 0 ? closing() : step(request()));
        return new Sequence(setup, steps);
    }

    /** A host that closes rarely waits for what runs. */
    private Sequence.Step closing() {
        Place place = random.nextInt(2) == 0 ? Place.COMMIT : pick(List.of(Place.values()));
        return step(new Command.Race(request(), place, random.nextInt(2_000), new Command.Close()));
    }

    private Sequence.Step step(Command command) {
        return new Sequence.Step(command, faults());
    }

    private Command command() {
        int chance = random.nextInt(100);
        if (chance < 10) {
            return new Command.Race(
                    racer(), pick(List.of(Place.values())), random.nextInt(2_000), chance < 2 ? closeOr() : racer());
        }
        if (chance < 14 && setup.executor() == HostExecutor.Kind.SATURATED) {
            return new Command.Occupied(request());
        }
        return chance < 70 ? request() : other(random.nextInt(100));
    }

    private Command closeOr() {
        return random.nextInt(2) == 0 ? new Command.Close() : request();
    }

    private Command racer() {
        return request();
    }

    private Command request() {
        int chance = random.nextInt(100);
        if (chance < 60) {
            return new Command.Reload(doc(), pick(List.of(ReloadRequest.Trigger.values())), mode());
        }
        if (chance < 68) {
            return new Command.Rollback();
        }
        if (chance < 76) {
            return new Command.RollbackTo(random.nextInt(4));
        }
        return chance < 86 ? new Command.Apply() : new Command.DryRun(doc(), mode());
    }

    private Command other(int chance) {
        if (chance < 20) {
            return new Command.Plan(doc());
        }
        if (chance < 40) {
            return new Command.Acquire(random.nextInt(setup.swaps()));
        }
        if (chance < 55) {
            return new Command.LeaveOne();
        }
        if (chance < 70) {
            return new Command.Release();
        }
        if (chance < 80) {
            return new Command.Recover(doc());
        }
        if (chance < 90) {
            return new Command.RunHeld();
        }
        return chance < 95 ? new Command.Start(doc()) : closeOr();
    }

    /** Most requests leave the mode open. */
    private Optional<ReloadMode> mode() {
        int chance = random.nextInt(100);
        if (chance < 70) {
            return Optional.empty();
        }
        return Optional.of(chance < 90 ? ReloadMode.HOT : pick(List.of(ReloadMode.values())));
    }

    /** Changes one or two sections of the last document that was made. */
    private Doc doc() {
        List<String> sections = List.copyOf(last.values().keySet());
        Doc doc = last;
        for (int changes = random.nextInt(1, 5); changes > 0; changes--) {
            String section = pick(sections);
            if (!section.equals(Doc.FIXED) || random.nextInt(3) == 0) {
                doc = doc.with(section, random.nextInt(3));
            }
        }
        last = doc;
        int chance = random.nextInt(100);
        return chance < 94 ? doc : doc.withFlaw(chance < 97 ? Doc.Flaw.UNREADABLE : Doc.Flaw.REFUSED);
    }

    /** Faults come alone or together: what undoes a failure fails too, often in the same participant. */
    private List<Fault> faults() {
        List<Fault> faults = new ArrayList<>();
        if (random.nextDouble() < faultiness) {
            String target = target();
            add(faults, target, places(target));
            while (random.nextInt(100) < 60) {
                String other = random.nextInt(2) == 0 ? target : target();
                boolean undoing = random.nextInt(100) < 70;
                add(
                        faults,
                        other,
                        places(other).stream()
                                .filter(place -> !undoing || place.isUndoing())
                                .toList());
            }
        }
        return faults;
    }

    private String target() {
        int chance = random.nextInt(100);
        if (chance < 8) {
            return chance < 4 ? Fault.SOURCE : Fault.LISTENER;
        }
        return pick(chance < 55 ? setup.swapNames() : setup.exclusiveNames());
    }

    private List<Place> places(String target) {
        return switch (target) {
            case Fault.SOURCE -> List.of(Place.READ);
            case Fault.LISTENER -> List.of(Place.LISTEN);
            default -> setup.swapNames().contains(target) ? PLACES_OF_SWAPS : PLACES_OF_EXCLUSIVES;
        };
    }

    private void add(List<Fault> faults, String target, List<Place> places) {
        if (places.isEmpty()) {
            return;
        }
        Place place = pick(places);
        Kind kind = kind(place);
        boolean early = kind == Kind.NULL || !place.hasTwoMoments();
        Moment moment = early ? Moment.BEFORE : pick(List.of(Moment.values()));
        Optional<Place> release = kind == Kind.HANG && random.nextInt(3) == 0
                ? Optional.of(pick(List.of(Place.values())))
                : Optional.empty();
        if (isIncluded(kind)) {
            faults.add(new Fault(target, place, moment, kind, release));
        }
    }

    /** Calls that hang find most, and cost most. */
    private Kind kind(Place place) {
        if (place.mayHang() && random.nextInt(100) < HANGING) {
            return Kind.HANG;
        }
        boolean fails = random.nextInt(100) < FAILING;
        return pick(Stream.of(Kind.values())
                .filter(kind -> kind != Kind.HANG && kind.fits(place) && (kind.fails() || !fails))
                .toList());
    }

    private <T> T pick(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }
}
