package io.opora.spring;

import io.opora.ticket.Attachment;
import io.opora.ticket.Consent;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Requester;
import io.opora.ticket.Split;
import io.opora.ticket.TicketCommand;
import io.opora.ticket.TicketQuery;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;

/**
 * What a native image has to hold that nobody sees in the code: the files that are read from the class path, and the input types and the
 * constraints on them, which Jakarta Validation reads by reflection.
 */
final class SupportRuntimeHints implements RuntimeHintsRegistrar {

    /** Constraints of the library's own, which it shows to nobody, and those that check them. */
    private static final List<String> CONSTRAINTS = List.of("Text", "Line", "Name", "NonBlank", "NonBlank$Validator",
            "LanguageTag", "LanguageTag$Validator");

    private static final MemberCategory[] MEMBERS = {MemberCategory.INVOKE_DECLARED_CONSTRUCTORS,
            MemberCategory.INVOKE_DECLARED_METHODS};

    /** For Spring. */
    SupportRuntimeHints() {}

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader loader) {
        hints.resources().registerPattern("io/opora/jpa/*.sql").registerPattern("io/opora/lucene/*.txt")
                .registerPattern("org/apache/lucene/analysis/snowball/*_stop.txt")
                .registerPattern("io/opora/spring/web/openapi.json")
                .registerResourceBundle("org.hibernate.validator.ValidationMessages");
        Stream.concat(Stream.of(TicketCommand.class.getPermittedSubclasses()),
                Stream.of(OpenTicket.class, Split.class, TicketQuery.class, Requester.class, Consent.class,
                        Attachment.class))
                .forEach(input -> {
                    hints.reflection().registerType(input, MEMBERS);
                    // one by one: what asks for all of them is called otherwise in Spring 6 and in 7
                    Stream.of(input.getDeclaredFields()).forEach(hints.reflection()::registerField);
                });
        String room = TicketCommand.class.getPackageName() + '.';
        CONSTRAINTS.forEach(name -> hints.reflection().registerType(TypeReference.of(room + name), MEMBERS));
    }
}
