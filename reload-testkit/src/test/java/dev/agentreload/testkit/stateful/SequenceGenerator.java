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

    private static final List<Place> PARTS_OF_SWAPS = List.of(
            Place.VALIDATE,
            Place.PREPARE,
            Place.PREPARE,
            Place.VERIFY,
            Place.COMMIT,
            Place.COMMIT,
            Place.ROLLBACK,
            Place.DISCARD,
            Place.CLOSE,
            Place.RETIRE);
    private static final List<Place> PARTS_OF_EXCLUSIVES =
            List.of(Place.VALIDATE, Place.STOP, Place.STOP, Place.START, Place.START);

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

    static Sequence generate(long seed, int length) {
        return new SequenceGenerator(seed).sequence(length);
    }

    private Setup setup() {
        List<Setup.Requests> requests = List.of(
                Setup.Requests.CALLER, Setup.Requests.CALLER, Setup.Requests.THREAD, Setup.Requests.HELD);
        return new Setup(
                seed,
                pick(HostExecutor.Kind.available()),
                pick(requests.stream().filter(SequenceGenerator::isWanted).toList()),
                random.nextInt(2, 4),
                random.nextInt(1, 3),
                random.nextInt(2, 6));
    }

    private static boolean isWanted(Enum<?> any) {
        return !LEFT_OUT.contains(any.name());
    }

    private Sequence sequence(int length) {
        List<Sequence.Step> steps = new ArrayList<>();
        steps.add(step(new Command.Start(doc())));
        for (int i = 1; i < length; i++) {
            steps.add(step(command()));
        }
        return new Sequence(setup, steps);
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
        for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
            String section = pick(sections);
            if (!section.equals(Doc.FIXED) || random.nextInt(3) == 0) {
                doc = doc.with(section, random.nextInt(3));
            }
        }
        last = doc;
        int chance = random.nextInt(100);
        return chance < 94 ? doc : doc.withFlaw(chance < 97 ? Doc.Flaw.UNREADABLE : Doc.Flaw.REFUSED);
    }

    /** Faults come alone or together: what undoes a failure fails too. */
    private List<Fault> faults() {
        List<Fault> faults = new ArrayList<>();
        if (random.nextDouble() < faultiness) {
            fault(false).ifPresent(faults::add);
            while (random.nextInt(100) < 45) {
                fault(random.nextInt(2) == 0).ifPresent(faults::add);
            }
        }
        return faults;
    }

    private Optional<Fault> fault(boolean undoing) {
        int chance = random.nextInt(100);
        if (chance < 4 && !undoing) {
            return fault(Fault.SOURCE, Place.READ);
        }
        if (chance < 8 && !undoing) {
            return fault(Fault.LISTENER, Place.LISTEN);
        }
        boolean swap = random.nextInt(100) < 55;
        List<Place> places = swap ? PARTS_OF_SWAPS : PARTS_OF_EXCLUSIVES;
        return fault(
                pick(swap ? setup.swapNames() : setup.exclusiveNames()),
                pick(places.stream().filter(place -> !undoing || place.isUndoing()).toList()));
    }

    private Optional<Fault> fault(String target, Place place) {
        Kind kind = pick(Stream.of(Kind.values()).filter(any -> any.fits(place)).toList());
        boolean rare = kind.isBlocking() && random.nextInt(100) < 40;
        if (!isWanted(kind) || rare) {
            return Optional.empty();
        }
        boolean early = kind == Kind.NULL || !place.hasTwoMoments();
        Moment moment = early ? Moment.BEFORE : pick(List.of(Moment.values()));
        return Optional.of(new Fault(target, place, moment, kind, pick(List.of(Place.values()))));
    }

    private <T> T pick(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }
}
