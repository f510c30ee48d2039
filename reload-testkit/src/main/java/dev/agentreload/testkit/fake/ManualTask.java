// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.fake;

import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** A task of a {@link ManualScheduler}, which runs once, or again and again. */
final class ManualTask<V extends @Nullable Object> extends FutureTask<V> implements RunnableScheduledFuture<V> {

    private static final Comparator<Place> ORDER =
            Comparator.comparingLong(Place::due).thenComparingLong(Place::number);

    private final ManualTime time;
    private final @Nullable LongUnaryOperator rhythm;
    private volatile Place place;
    private volatile @Nullable Throwable failure;

    /**
     * Creates a task.
     *
     * @param rhythm computes the next due time from the last one; null if the task runs once
     */
    ManualTask(Callable<V> body, Place place, ManualTime time, @Nullable LongUnaryOperator rhythm) {
        super(body);
        this.place = place;
        this.time = time;
        this.rhythm = rhythm;
    }

    /**
     * Where a task stands among the others.
     *
     * @param due when it is due, in nanoseconds since the beginning of time
     * @param number orders tasks that are due at the same time
     */
    record Place(long due, long number) {}

    long due() {
        return place.due;
    }

    /** Runs it, and returns whether it is to be run again. */
    boolean runOnce() {
        if (rhythm == null) {
            run();
            return false;
        }
        boolean goesOn = runAndReset();
        place = new Place(rhythm.applyAsLong(place.due), place.number);
        return goesOn;
    }

    /** Returns what it threw, if it did. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    protected void setException(Throwable thrown) {
        failure = thrown;
        super.setException(thrown);
    }

    @Override
    public boolean isPeriodic() {
        return rhythm != null;
    }

    @Override
    public long getDelay(TimeUnit unit) {
        return unit.convert(place.due - time.elapsed(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
        return other instanceof ManualTask<?> task
                ? ORDER.compare(place, task.place)
                : Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
}
