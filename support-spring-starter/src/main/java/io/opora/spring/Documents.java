package io.opora.spring;

import io.opora.InvalidInputException;
import io.opora.access.AccessPolicy;
import io.opora.desk.SupportDesk;
import io.opora.event.Relay;
import io.opora.routing.Automation;
import io.opora.routing.Macro;
import io.opora.routing.RuleSet;
import io.opora.sla.SlaPolicy;
import io.opora.ticket.FieldSet;
import io.opora.ticket.RequestKind;
import io.opora.ticket.TicketFacts;
import io.opora.ticket.Tickets;
import io.opora.workflow.Workflow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;

/** Reads the files that the properties name, and says what is wrong with them by property and file. */
final class Documents {

    private Documents() {}

    static void configure(SupportDesk.Builder builder, SupportProperties properties) {
        builder.locale(properties.locale());
        Optional<Workflow> workflow = read("support.workflow", properties.workflow(), Workflow::fromJson);
        FieldSet fields = read("support.fields", properties.fields(), FieldSet::fromJson).orElse(FieldSet.none());
        TicketFacts facts = TicketFacts.of(fields, workflow.orElseGet(Workflow::standard));
        workflow.ifPresent(builder::workflow);
        properties.workflows().forEach((name, file) -> {
            RequestKind kind = kind(name);
            read("support.workflows." + name, file, Workflow::fromJson)
                    .ifPresent(own -> builder.workflow(kind, own));
        });
        all("support.known-workflows", properties.knownWorkflows(), Workflow::fromJson)
                .forEach(builder::knownWorkflow);
        builder.fields(fields);
        read("support.access", properties.access(), AccessPolicy::fromJson).ifPresent(builder::access);
        read("support.routing", properties.routing(), json -> RuleSet.fromJson(json, facts.requests()))
                .ifPresent(builder::routing);
        List<Macro> macros = all("support.macros", properties.macros(),
                json -> Macro.fromJson(json, facts.catalog()));
        builder.macros(macros.toArray(Macro[]::new));
        read("support.automation", properties.automation(),
                json -> Automation.fromJson(json, facts.catalog(), macros)).ifPresent(builder::automation);
        Calendars calendars = new Calendars(properties.calendars(), properties.locale());
        List<SlaPolicy> policies = all("support.sla", properties.sla(),
                json -> SlaPolicy.fromJson(calendars.within(json), facts.tickets()));
        builder.sla(new SlaPolicy.Versions(policies));
        SupportProperties.Limits limits = properties.limits();
        Relay.Policy relay = Relay.Policy.STANDARD;
        Tickets.Duplicate.Rules duplicates = Tickets.Duplicate.Rules.STANDARD;
        builder.linkAttempts(limits.linkAttempts(), limits.linkWindow())
                .relay(new Relay.Policy(limits.deliveryLease(), limits.deliveryAttempts(), relay.firstDelay(),
                        relay.maxDelay()))
                .duplicates(new Tickets.Duplicate.Rules(limits.duplicateWindow(), duplicates.orderNumber(),
                        duplicates.likeness()));
    }

    private static RequestKind kind(String name) {
        try {
            return RequestKind.of(name);
        } catch (InvalidInputException e) {
            throw SupportConfigurationException.impossible("support.workflows." + name,
                    "names no kind of requests: " + e.violations().getFirst().message(),
                    "Let what stands behind 'support.workflows.' be a kind of requests, such as financial.", e);
        }
    }

    private static <T> List<T> all(String property, List<Resource> files, Function<String, T> reader) {
        return IntStream.range(0, files.size())
                .mapToObj(i -> read(property + "[" + i + "]", files.get(i), reader).orElseThrow()).toList();
    }

    /** Reads a file in JSON, if there is one. */
    static <T> Optional<T> read(String property, @Nullable Resource file, Function<String, T> reader) {
        return read(property, file, reader, Lines::json);
    }

    /** Reads a file, if there is one, whose lines are found in their own way. */
    static <T> Optional<T> read(String property, @Nullable Resource file, Function<String, T> reader,
            Function<String, Lines> lines) {
        if (file == null) {
            return Optional.empty();
        }
        String text;
        try {
            text = file.getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw SupportConfigurationException.unreadable(property, file.getDescription(), e);
        }
        try {
            return Optional.of(reader.apply(text));
        } catch (InvalidInputException e) {
            throw SupportConfigurationException.invalid(property, file.getDescription(), lines.apply(text), e);
        }
    }
}
