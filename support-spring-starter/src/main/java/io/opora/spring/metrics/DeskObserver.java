package io.opora.spring.metrics;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opora.access.Operation;
import io.opora.desk.SupportDesk;
import io.opora.faq.FaqSearch;
import io.opora.reply.Replies;
import io.opora.reply.TemplateStore;
import io.opora.ticket.Ticket;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Observes commands, times searches and suggestions, and counts what becomes of these. */
final class DeskObserver implements SupportDesk.Observer {

    private final MeterRegistry registry;
    private final ObservationRegistry observations;

    DeskObserver(MeterRegistry registry, ObservationRegistry observations) {
        this.registry = registry;
        this.observations = observations;
    }

    @Override
    public Ticket command(Operation operation, Supplier<Ticket> work) {
        String name = lowerCase(operation);
        return requireNonNull(Observation.createNotStarted("support.command", observations)
                .contextualName("support " + name).lowCardinalityKeyValue("operation", name).observe(work));
    }

    @Override
    public FaqSearch.Result search(Supplier<FaqSearch.Result> work) {
        Timer.Sample sample = Timer.start(registry);
        FaqSearch.Result found = work.get();
        sample.stop(Timer.builder("support.faq.searches").description("Searches of the FAQ")
                .tag("result", found.total() > 0 ? "found" : "none").register(registry));
        return found;
    }

    @Override
    public List<Replies.Suggestion> suggestion(Supplier<List<Replies.Suggestion>> work) {
        Timer.Sample sample = Timer.start(registry);
        List<Replies.Suggestion> suggestions = work.get();
        sample.stop(Timer.builder("support.replies.suggestions")
                .description("How often reply templates were asked for")
                .tag("result", suggestions.isEmpty() ? "none" : "shown")
                .register(registry));
        return suggestions;
    }

    @Override
    public TemplateStore.Use use(Supplier<TemplateStore.Use> work) {
        TemplateStore.Use use = work.get();
        String outcome = lowerCase(use.outcome());
        AfterCommit.run(() -> Counter.builder("support.replies.used").tag("outcome", outcome)
                .description("What became of reply templates").register(registry).increment());
        return use;
    }

    private static String lowerCase(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
