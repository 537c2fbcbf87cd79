package io.opora.spring.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.opora.desk.SupportDesk;
import io.opora.workflow.Phase;
import java.util.Locale;
import java.util.stream.Stream;

/** Shows the desk's figures as gauges. */
final class DeskGauges implements MeterBinder {

    private final SupportDesk desk;
    private final MetricsProperties properties;
    private final DeskFigures figures;

    DeskGauges(SupportDesk desk, MetricsProperties properties, DeskFigures figures) {
        this.desk = desk;
        this.properties = properties;
        this.figures = figures;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Stream.concat(properties.kinds().stream(), Stream.of(MetricsProperties.OTHER)).distinct()
                .forEach(kind -> DeskFigures.PHASES.forEach(phase -> tickets(registry, kind, phase)));
        desk.events().consumers().forEach(consumer -> outbox(registry, consumer));
        Gauge.builder("support.faq.behind", figures, DeskFigures::behind)
                .description("Editions that the index of the FAQ does not know of yet; not a number without an index")
                .register(registry);
    }

    private void tickets(MeterRegistry registry, String kind, Phase phase) {
        Gauge.builder("support.tickets", figures, now -> now.tickets(kind, phase)).tag("kind", kind)
                .tag("phase", phase.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .description("Tickets that are not closed").register(registry);
    }

    private void outbox(MeterRegistry registry, String consumer) {
        Gauge.builder("support.outbox.waiting", figures, now -> now.waiting(consumer)).tag("consumer", consumer)
                .description("Events that a consumer is still to be told of").register(registry);
        Gauge.builder("support.outbox.parked", figures, now -> now.parked(consumer)).tag("consumer", consumer)
                .description("Events that a consumer could not be told of, which somebody has to look at")
                .register(registry);
        Gauge.builder("support.outbox.age", figures, now -> now.age(consumer)).tag("consumer", consumer)
                .baseUnit("seconds").description("Since when the oldest of the events that wait has been waiting")
                .register(registry);
    }
}
