package io.opora.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lets threads do something at the same moment, and tells what each of them met. The one place where the kit starts threads.
 */
final class Race {

    /** Nobody waits that long; it ends the tests of a store whose threads block each other for ever. */
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    /**
     * What a thread met.
     *
     * @param <T> what it was to return
     */
    sealed interface Outcome<T> {

        record Returned<T>(T value) implements Outcome<T> {}

        record Threw<T>(Throwable error) implements Outcome<T> {}
    }

    /**
     * What each thread does in each round.
     *
     * @param <T> what comes of it
     */
    @FunctionalInterface
    interface Attempt<T> {
        T make(int thread, int round) throws Exception;
    }

    private Race() {}

    /**
     * Runs one round.
     *
     * @return what each thread met, by thread
     */
    static <T> List<Outcome<T>> run(int threads, Attempt<T> attempt) {
        return run(threads, 1, attempt).getFirst();
    }

    /**
     * Runs several rounds; the threads wait for each other before each.
     *
     * @return what each thread met, by round, then by thread
     */
    static <T> List<List<Outcome<T>>> run(int threads, int rounds, Attempt<T> attempt) {
        CyclicBarrier start = new CyclicBarrier(threads);
        List<List<Outcome<T>>> byThread = new ArrayList<>();
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int number = i;
            List<Outcome<T>> outcomes = new ArrayList<>(rounds);
            byThread.add(outcomes);
            running.add(Thread.ofPlatform().daemon().name("racer-" + number).start(() -> {
                for (int round = 0; round < rounds; round++) {
                    await(start);
                    outcomes.add(outcome(attempt, number, round));
                }
            }));
        }
        running.forEach(Race::join);
        List<List<Outcome<T>>> byRound = new ArrayList<>(rounds);
        for (int round = 0; round < rounds; round++) {
            List<Outcome<T>> outcomes = new ArrayList<>(threads);
            for (List<Outcome<T>> met : byThread) {
                outcomes.add(met.get(round));
            }
            byRound.add(outcomes);
        }
        return byRound;
    }

    /** {@return what the threads returned, in their order; fails if one of them threw something} */
    static <T> List<T> returned(List<Outcome<T>> outcomes) {
        List<T> values = new ArrayList<>();
        for (Outcome<T> outcome : outcomes) {
            switch (outcome) {
                case Outcome.Returned<T> returned -> values.add(returned.value());
                case Outcome.Threw<T> threw -> throw new AssertionError("a thread of the race failed", threw.error());
            }
        }
        return values;
    }

    /** Whatever a thread throws is its outcome: if it ended early, the others would wait for it at the next start. */
    @SuppressWarnings("CatchingUnchecked")
    private static <T> Outcome<T> outcome(Attempt<T> attempt, int thread, int round) {
        try {
            return new Outcome.Returned<>(attempt.make(thread, round));
        } catch (Throwable e) {
            return new Outcome.Threw<>(e);
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(PATIENCE.toMinutes(), TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted before the start", e);
        } catch (BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException("another thread did not come to the start", e);
        }
    }

    private static void join(Thread thread) {
        try {
            assertThat(thread.join(PATIENCE)).as("%s ends; it hangs at %s", thread.getName(),
                    List.of(thread.getStackTrace())).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a race was on", e);
        }
    }
}
