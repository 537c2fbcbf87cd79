package io.opora.spring;

import io.opora.InvalidInputException;
import io.opora.access.AccessPolicy;
import io.opora.desk.SupportDesk;
import io.opora.routing.Automation;
import io.opora.routing.Macro;
import io.opora.routing.RuleSet;
import io.opora.sla.SlaPolicy;
import io.opora.ticket.FieldSet;
import io.opora.ticket.TicketFacts;
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
        builder.fields(fields);
        read("support.access", properties.access(), AccessPolicy::fromJson).ifPresent(builder::access);
        read("support.routing", properties.routing(), json -> RuleSet.fromJson(json, facts.requests()))
                .ifPresent(builder::routing);
        List<Macro> macros = all("support.macros", properties.macros(),
                json -> Macro.fromJson(json, facts.catalog()));
        builder.macros(macros.toArray(Macro[]::new));
        read("support.automation", properties.automation(),
                json -> Automation.fromJson(json, facts.catalog(), macros)).ifPresent(builder::automation);
        List<SlaPolicy> policies = all("support.sla", properties.sla(),
                json -> SlaPolicy.fromJson(json, facts.tickets()));
        builder.sla(new SlaPolicy.Versions(policies));
    }

    private static <T> List<T> all(String property, List<Resource> files, Function<String, T> reader) {
        return IntStream.range(0, files.size())
                .mapToObj(i -> read(property + "[" + i + "]", files.get(i), reader).orElseThrow()).toList();
    }

    static <T> Optional<T> read(String property, @Nullable Resource file, Function<String, T> reader) {
        if (file == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(reader.apply(file.getContentAsString(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw SupportConfigurationException.unreadable(property, file.getDescription(), e);
        } catch (InvalidInputException e) {
            throw SupportConfigurationException.invalid(property, file.getDescription(), e);
        }
    }
}
