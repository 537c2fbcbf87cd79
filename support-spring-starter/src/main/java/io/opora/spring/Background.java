package io.opora.spring;

import io.opora.ClosedException;
import io.opora.SupportException;
import io.opora.desk.SupportDesk;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Lets time pass for the tickets, tells consumers what they are still to be told, and has the copies that this node keeps of the
 * store, the FAQ index and what was learned of replies, catch up, at once and then again and again; in two threads of its own. It
 * begins after everything else has started and ends before anything else stops; what is under way then is finished. Any number of
 * nodes may do it at once.
 */
final class Background implements SmartLifecycle {

    private static final int BATCH = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Logger LOG = LoggerFactory.getLogger(Background.class);

    private final SupportDesk desk;
    private final SupportProperties.Background settings;
    private final boolean searchable;
    private @Nullable ScheduledThreadPoolExecutor executor;

    /** @param searchable whether the desk has an index of the FAQ */
    Background(SupportDesk desk, SupportProperties.Background settings, boolean searchable) {
        this.desk = desk;
        this.settings = settings;
        this.searchable = searchable;
    }

    @Override
    public synchronized void start() {
        if (executor == null) {
            ScheduledThreadPoolExecutor started = new ScheduledThreadPoolExecutor(2,
                    Thread.ofPlatform().name("support-desk-", 1).daemon().factory());
            started.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
            repeat(started, settings.tick(), settings.tick(), "tick", () -> desk.tickets().tick(BATCH));
            repeat(started, settings.drain(), settings.drain(), "drain", () -> desk.events().drain(BATCH).delivered());
            repeat(started, Duration.ZERO, settings.catchUp(), "catching up", this::catchUp);
            executor = started;
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it has no end, and what is thrown within is caught there
    private static void repeat(ScheduledThreadPoolExecutor executor, Duration first, Duration pause, String name,
            IntSupplier work) {
        executor.scheduleWithFixedDelay(() -> {
            try {
                while (work.getAsInt() > 0 && !executor.isShutdown()) {
                    // until it has caught up
                }
            } catch (ClosedException e) {
                LOG.debug("The desk was closed before its background work");
            } catch (SupportException e) {
                LOG.warn("In the background of the support desk, {} failed with {}; it is tried again in {}", name,
                        e.getClass().getSimpleName(), pause, e);
            } catch (RuntimeException e) { // would end the repetition
                LOG.warn("In the background of the support desk, {} failed; it is tried again in {}", name, pause, e);
            }
        }, first.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Searches and suggestions do it too, each before it answers: so whoever comes first need not wait for what others have stored. */
    private int catchUp() {
        if (searchable) {
            desk.faq().catchUp();
        }
        desk.replies().catchUp();
        return 0;
    }

    @Override
    public void stop() {
        ScheduledThreadPoolExecutor ending;
        synchronized (this) {
            ending = executor;
            executor = null;
        }
        if (ending != null) {
            ending.shutdown();
            try {
                if (!ending.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                    ending.shutdownNow();
                }
            } catch (InterruptedException e) {
                ending.shutdownNow();
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return executor != null;
    }
}
