package io.opora.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opora.NotFoundException;
import io.opora.access.Actor;
import io.opora.access.Operation;
import io.opora.faq.Faq;
import io.opora.faq.FaqQuery;
import io.opora.faq.FaqSearch;
import io.opora.reply.Replies;
import io.opora.reply.ReplyTemplate;
import io.opora.reply.TemplateStore;
import io.opora.testing.TestDesk;
import io.opora.ticket.AddNote;
import io.opora.ticket.Link;
import io.opora.ticket.Reply;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What stands around the work of a desk. */
class ObserverTest {

    private static final Actor ANNA = Actor.agent("anna");

    /** Notes what was done, what came of it and what was thrown. */
    private static final class Noting implements SupportDesk.Observer {

        private final List<String> operations = new ArrayList<>();
        private final List<Object> results = new ArrayList<>();

        private <T> T around(String operation, Supplier<T> work) {
            operations.add(operation);
            try {
                T result = work.get();
                results.add(result);
                return result;
            } catch (RuntimeException e) {
                results.add(e);
                throw e;
            }
        }

        @Override
        public Ticket command(Operation operation, Supplier<Ticket> work) {
            return around(operation.name(), work);
        }

        @Override
        public FaqSearch.Result search(Supplier<FaqSearch.Result> work) {
            return around("search", work);
        }

        @Override
        public List<Replies.Suggestion> suggestion(Supplier<List<Replies.Suggestion>> work) {
            return around("suggestion", work);
        }

        @Override
        public TemplateStore.Use use(Supplier<TemplateStore.Use> work) {
            return around("use", work);
        }
    }

    private final Noting noting = new Noting();
    private final TestDesk world = TestDesk.create(desk -> desk.observer(noting));

    @Test
    void eachCommandIsObservedByTheNameOfItsOperationWithTheTicketThatItGives() {
        Ticket first = world.openedBy("maria");
        Ticket second = world.openedBy("maria");
        Ticket replied = world.desk().tickets().handle(ANNA, first.id(), Reply.of("Which lamp?"));
        world.desk().tickets().handleAll(ANNA, Set.of(first.id()), AddNote.of("asked"));
        world.desk().tickets().handle(ANNA, first.id(), new Link(second.id(), Link.Type.RELATED));

        assertThat(noting.operations).containsExactly("OPEN", "OPEN", "REPLY", "NOTE", "RELATE");
        assertThat(noting.results).startsWith(first, second, replied).hasOnlyElementsOfType(Ticket.class);
    }

    @Test
    void whatACommandThrowsPassesTheObserver() {
        TicketId nowhere = TicketId.of("00000000-0000-7000-8000-000000000000");

        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> world.desk().tickets().handle(ANNA, nowhere, Reply.of("Hello?")));

        assertThat(noting.results).singleElement().isInstanceOf(NotFoundException.class);
    }

    @Test
    void readingIsNotObserved() {
        Ticket ticket = world.openedBy("maria");
        noting.operations.clear();

        world.desk().tickets().get(ANNA, ticket.id());
        world.desk().tickets().history(ANNA, ticket.id(), 0, 10);

        assertThat(noting.operations).isEmpty();
    }

    @Test
    void suggestionsOfTemplatesAndWhatBecomesOfThemAreObserved() {
        Ticket ticket = world.openedBy("maria");
        Replies replies = world.desk().replies();
        ReplyTemplate template = ReplyTemplate.builder("lamp", "Lamps")
                .text(Locale.ENGLISH, "Please send it back.").build();
        replies.save(world.desk().templateEditor(ANNA), template, 0);
        Replies.Request request = world.desk().request(ANNA, ticket.id());
        noting.operations.clear();
        noting.results.clear();

        List<Replies.Suggestion> suggestions = replies.suggest(request, 3);
        Object sent = replies.sent(template.id(), request, false);

        assertThat(noting.operations).containsExactly("suggestion", "use");
        assertThat(noting.results).containsExactly(suggestions, sent);
    }

    @Test
    void aSearchOfTheFaqIsObservedAlsoWhereItFails() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> world.desk().faq().search(Faq.Person.ANYBODY, FaqQuery.of("lamp")));

        assertThat(noting.operations).containsExactly("search");
    }
}
