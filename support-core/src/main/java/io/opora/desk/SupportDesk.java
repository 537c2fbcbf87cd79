package io.opora.desk;

import static java.util.Objects.requireNonNull;

import io.opora.Findings;
import io.opora.InvalidInputException;
import io.opora.Reason;
import io.opora.Violation;
import io.opora.access.AccessPolicy;
import io.opora.access.Actor;
import io.opora.access.Operation;
import io.opora.condition.Condition;
import io.opora.event.EventConsumer;
import io.opora.event.Relay;
import io.opora.faq.Faq;
import io.opora.faq.FaqEntry;
import io.opora.faq.FaqSearch;
import io.opora.faq.FaqStore;
import io.opora.reply.Replies;
import io.opora.reply.ReplyMatcher;
import io.opora.reply.ReplySuggester;
import io.opora.reply.ReplyTemplate;
import io.opora.reply.TemplateStore;
import io.opora.report.Reports;
import io.opora.routing.Automation;
import io.opora.routing.Macro;
import io.opora.routing.RuleSet;
import io.opora.sla.SlaPolicy;
import io.opora.storage.Storage;
import io.opora.storage.memory.MemoryStorage;
import io.opora.ticket.Acknowledgement;
import io.opora.ticket.ApplyMacro;
import io.opora.ticket.Configuration;
import io.opora.ticket.Decision;
import io.opora.ticket.FieldSet;
import io.opora.ticket.Move;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.People;
import io.opora.ticket.Reply;
import io.opora.ticket.RequestKind;
import io.opora.ticket.ServiceLevels;
import io.opora.ticket.Staffing;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketEvents;
import io.opora.ticket.TicketId;
import io.opora.ticket.Tickets;
import io.opora.workflow.Guard;
import io.opora.workflow.Workflow;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A support desk: the object that an application holds. Immutable once built, safe for use by any number of threads; it starts
 * none of its own, so the host calls {@link Tickets#tick} when time should pass, and {@link TicketEvents#drain(int)} when
 * consumers should be told what has happened.
 *
 * <p>
 * Closing the desk ends its facades, whose methods throw {@link io.opora.ClosedException} from then on. A storage that the
 * desk made itself is closed with it; one that it was given stays open.
 */
public final class SupportDesk implements AutoCloseable {

    /** The most uses of a template that are looked at for what became of them. */
    public static final int MAX_USES = 10_000;

    /** The most tickets that are looked at for what is written again and again, or how requests were sorted. */
    public static final int MAX_TICKETS = 20_000;

    private static final Logger LOG = LoggerFactory.getLogger(SupportDesk.class);

    private final Tickets tickets;
    private final TicketEvents events;
    private final Reports reports;
    private final Faq faq;
    private final Replies replies;
    private final TicketRequests requests;
    private final Optional<AutomaticAnswers> automatic;
    private final TemplateOutcomes outcomes;
    private final WrittenReplies written;
    private final Optional<Classifying> classifying;
    private final FaqTickets questions;
    private final AccessPolicy access;
    private final Optional<Storage> ownStorage;

    private SupportDesk(Tickets tickets, Faq faq, Replies replies, TicketRequests requests,
            Optional<AutomaticAnswers> automatic, TemplateOutcomes outcomes, WrittenReplies written,
            Optional<Classifying> classifying, FaqTickets questions, AccessPolicy access, InstantSource clock,
            Optional<Storage> ownStorage) {
        this.tickets = tickets;
        this.faq = faq;
        this.replies = replies;
        this.requests = requests;
        this.automatic = automatic;
        this.outcomes = outcomes;
        this.written = written;
        this.classifying = classifying;
        this.questions = questions;
        this.access = access;
        this.events = tickets.events().orElseThrow();
        this.reports = new Reports(tickets, clock);
        this.ownStorage = ownStorage;
    }

    /** {@return a desk that keeps everything in memory, with the defaults of {@link #builder()}} */
    public static SupportDesk inMemory() {
        return builder().build();
    }

    /**
     * A builder of a desk with these defaults: storage in memory, {@link Workflow#standard()} for every kind, the machine's
     * clock, English.
     *
     * @return the builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the tickets of this desk; always the same object} */
    public Tickets tickets() {
        return tickets;
    }

    /** {@return the door to erase and export persons; always the same object} */
    public People people() {
        return tickets.people();
    }

    /** {@return the configuration of this desk and the trail of its changes; always the same object} */
    public Configuration configuration() {
        return tickets.configuration();
    }

    /** {@return the service levels of the tickets of this desk; always the same object} */
    public ServiceLevels sla() {
        return tickets.sla();
    }

    /** {@return what consumers are told of the tickets' events; always the same object} */
    public TicketEvents events() {
        return events;
    }

    /** {@return the reports of this desk; always the same object} */
    public Reports reports() {
        return reports;
    }

    /** {@return the base of knowledge of this desk, for {@link #reader readers} and {@link #editor editors}; always the same object} */
    public Faq faq() {
        return faq;
    }

    /**
     * An actor as a reader of the FAQ: customers read what is for customers, the staff everything that is shown, and whoever came by a
     * secret link, which is good for its ticket alone, what is public.
     *
     * @param actor the actor
     * @return the reader
     */
    public static Faq.Person reader(Actor actor) {
        if (actor.link().isPresent()) {
            return Faq.Person.visitor(actor.id().value());
        }
        return actor.isCustomer()
                ? Faq.Person.customer(actor.id().value())
                : Faq.Person.staff(actor.id().value());
    }

    /**
     * An actor as an editor of the FAQ, who is also a reader. To be asked for anew with each request: it is where the policy of the
     * desk decides.
     *
     * @param actor the actor
     * @return the editor
     * @throws io.opora.access.AccessDeniedException if the actor may not {@link Operation#EDIT_FAQ}
     */
    public Faq.Person editor(Actor actor) {
        access.require(requireNonNull(actor, "actor"), Operation.EDIT_FAQ);
        return Faq.Person.editor(actor.id().value());
    }

    /**
     * Opens a ticket that was written while the FAQ showed {@linkplain io.opora.faq.Faq.Questions#write what may answer it}, and records
     * that it was sent anyway, and which entries its requester has seen. In a transaction of the caller both are kept or neither; otherwise
     * the ticket is opened first.
     *
     * {@snippet :
     * Faq.Questions.Answers answers = desk.faq().questions().write(reader, subject, text, locale, Optional.empty());
     * Ticket ticket = desk.open(maria, OpenTicket.of(subject, text), answers.asked().orElse(""));
     * }
     *
     * @param actor who opens it
     * @param command what is asked
     * @param asked the id of the question; one that is not known, or an empty text, is passed over
     * @return the ticket
     * @throws io.opora.SupportException as {@link Tickets#open(Actor, OpenTicket)} says
     */
    public Ticket open(Actor actor, OpenTicket command, String asked) {
        return questions.open(actor, command, requireNonNull(asked, "asked"));
    }

    /**
     * Records that a ticket is answered with an entry of the FAQ.
     *
     * @param actor who answers it
     * @param id the ticket
     * @param entry the entry
     * @param locale its language, exactly
     * @throws io.opora.NotFoundException if there is no such ticket or entry, or the actor may not know of it
     * @throws io.opora.access.AccessDeniedException if the actor may not {@link Operation#READ} the ticket
     */
    public void answeredWith(Actor actor, TicketId id, FaqEntry.Id entry, Locale locale) {
        questions.answered(actor, id, entry, locale);
    }

    /**
     * Reads which entries of the FAQ a ticket has to do with: those that its requester saw before it was sent, and those that it was
     * answered with.
     *
     * @param actor who asks
     * @param id the ticket
     * @return the entries, those that answered it first
     * @throws io.opora.NotFoundException if there is no such ticket, or the actor may not know of it
     * @throws io.opora.access.AccessDeniedException if the actor may not {@link Operation#READ} the ticket
     */
    public List<FaqStore.Asked.Use> faqUses(Actor actor, TicketId id) {
        return questions.uses(actor, id);
    }

    /**
     * Makes a draft of an entry of what was asked and answered in a ticket: the question in the customer's words, the answer in those of
     * the agent who wrote last. What may be personal is marked in it. Nothing is stored.
     *
     * @param actor who asks
     * @param id the ticket
     * @return the draft
     * @throws io.opora.NotFoundException if there is no such ticket, or the actor may not know of it
     * @throws io.opora.access.AccessDeniedException if the actor may not {@link Operation#READ} the ticket
     */
    public Faq.Questions.Draft draft(Actor actor, TicketId id) {
        return questions.draft(actor, id);
    }

    /**
     * Says what became of the tickets that an entry of the FAQ has to do with: their requesters had opened it, or it was their answer.
     *
     * @param actor who asks
     * @param entry the entry
     * @param locale its language, exactly
     * @param from the first day of the tickets, in UTC
     * @param until the last day
     * @return the tickets, at most {@value io.opora.faq.Faq#MAX_PAGE} together, those of the last day first
     * @throws InvalidInputException if the period is out of range, as {@link Faq.Questions#requests} says
     * @throws io.opora.access.AccessDeniedException if the actor may not read {@link Operation#REPORT reports} of the whole desk
     */
    public FaqOutcome faqOutcome(Actor actor, FaqEntry.Id entry, Locale locale, LocalDate from, LocalDate until) {
        access.require(requireNonNull(actor, "actor"), Operation.REPORT);
        return questions.outcome(actor, entry, locale, from, until);
    }

    /**
     * What became of the tickets that an entry of the FAQ has to do with.
     *
     * @param entry the entry
     * @param locale its language
     * @param solvedWith tickets that are over and were answered with it
     * @param solvedOtherwise tickets that are over, whose requesters had opened it, and that were not answered with it: if these are many,
     *        it contradicts what agents say, or does not say enough
     * @param open tickets that are not over
     */
    public record FaqOutcome(FaqEntry.Id entry, Locale locale, List<TicketId> solvedWith,
            List<TicketId> solvedOtherwise, List<TicketId> open) {

        /** Copies the lists. */
        public FaqOutcome {
            requireNonNull(entry, "entry");
            requireNonNull(locale, "locale");
            solvedWith = List.copyOf(solvedWith);
            solvedOtherwise = List.copyOf(solvedOtherwise);
            open = List.copyOf(open);
        }
    }

    /**
     * {@return the reply templates of this desk, for its {@linkplain #templateUser agents} and {@linkplain #templateEditor editors} and
     * the {@linkplain #request requests} that its tickets are; always the same object}
     */
    public Replies replies() {
        return replies;
    }

    /**
     * An actor as somebody who uses reply templates and writes their own. To be asked for anew with each request: it is where the policy
     * of the desk decides.
     *
     * @param actor the actor
     * @return the person
     * @throws io.opora.access.AccessDeniedException if the actor may not {@link Operation#USE_TEMPLATES}
     */
    public Replies.Person templateUser(Actor actor) {
        access.require(requireNonNull(actor, "actor"), Operation.USE_TEMPLATES);
        return new Replies.Person(actor.id().value(), actor.teams(), false);
    }

    /**
     * An actor as an editor of reply templates. To be asked for anew with each request.
     *
     * @param actor the actor
     * @return the person
     * @throws io.opora.access.AccessDeniedException if the actor may not {@link Operation#EDIT_TEMPLATES}
     */
    public Replies.Person templateEditor(Actor actor) {
        access.require(requireNonNull(actor, "actor"), Operation.EDIT_TEMPLATES);
        return new Replies.Person(actor.id().value(), actor.teams(), true);
    }

    /**
     * A ticket as a request to be answered: the last message of a customer, and what the ticket tells. Its facts are those of
     * {@link io.opora.ticket.TicketFacts#about}; its values are {@code customer.name}, {@code ticket.number},
     * {@code ticket.subject}, {@code promise.by} and {@code promise.sentence} as far as they are known, {@code agent.id}, and
     * {@code field.} with the name of each field behind it.
     *
     * {@snippet :
     * Replies.Request ticket = desk.request(agent, id);
     * List<Replies.Suggestion> suggestions = desk.replies().suggest(ticket, 3);
     * }
     *
     * @param actor who is to answer it
     * @param id the ticket
     * @return the request, as the actor sees it
     * @throws io.opora.NotFoundException if there is no such ticket, or the actor may not know of it
     * @throws io.opora.access.AccessDeniedException if the actor may not {@link Operation#READ} it
     */
    public Replies.Request request(Actor actor, TicketId id) {
        requireNonNull(actor, "actor");
        return requests.request(actor, new Replies.Person(actor.id().value(), actor.teams(), false), id);
    }

    /**
     * Replies with a template: sends the reply, applies the macro that the template names, and records that it was used, which teaches
     * what is suggested next. In a transaction of the caller all of it is kept or none; otherwise the reply is sent first, and if the
     * process ends behind it, nothing was learned. If the macro is refused, nothing is sent.
     *
     * @param actor who replies
     * @param id the ticket
     * @param template the template
     * @param rendered what it came to, before anybody changed it
     * @param reply what is sent
     * @return the ticket after it
     * @throws io.opora.NotFoundException if there is no such ticket or template, or the actor may not know of it
     * @throws io.opora.access.AccessDeniedException if the actor may not {@link Operation#READ} the ticket, or not do what is to be done
     * @throws io.opora.SupportException as {@link Tickets} says
     */
    public Ticket reply(Actor actor, TicketId id, ReplyTemplate.Id template, ReplyTemplate.Rendering.Rendered rendered,
            Reply reply) {
        Replies.Request request = request(actor, id);
        TemplateStore.Edition edition = replies.edition(request.agent(), template);
        Optional<ApplyMacro> macro = edition.template().macro().map(ApplyMacro::of);
        if (macro.isPresent() && tickets.rules().preview(actor, id, macro.get()) instanceof Decision.Refused) {
            tickets.handle(actor, id, macro.get()); // says why, before anything is sent
            macro = Optional.empty();
        }
        Ticket answered = tickets.handle(actor, id, reply);
        replies.sent(template, request, !reply.text().equals(rendered.text()));
        return macro.isPresent() ? tickets.handle(actor, answered.id(), macro.get()) : answered;
    }

    /**
     * Has the {@linkplain Builder#virtualManager virtual manager} look at a ticket: it answers a new request once, if it may and is sure
     * enough, and says that nobody wrote the answer; everything else is left to people. Its message is a program's, so no clock takes it
     * for a first reply, the ticket stays new, and a customer who writes again reaches a person. It teaches nothing, and no macro follows.
     * A host calls this for each new ticket, from an {@linkplain Builder#consumer event consumer} for example; calling again does nothing.
     *
     * @param id the ticket
     * @return what it did
     * @throws IllegalStateException if this desk has no virtual manager
     * @throws io.opora.SupportException if the policy does not let it {@link Operation#READ} the ticket or reply, or as {@link Tickets} says
     */
    public AutomaticAnswer answerAutomatically(TicketId id) {
        return automatic.orElseThrow(
                () -> new IllegalStateException("there is no virtual manager here: give the builder of the desk one"))
                .answer(requireNonNull(id, "id"));
    }

    /**
     * An entry of the FAQ as a reply to a ticket, in its language or the nearest one: what whoever asked may read, and nothing that is for
     * the staff alone. Its text is the answer as it is written, in Markdown. Nothing is sent; to send it is to reply with it.
     *
     * {@snippet :
     * ReplyTemplate.Rendering.Rendered answer = desk.entryAsReply(agent, id, FaqEntry.Id.of("refund"));
     * desk.tickets().handle(agent, id, Reply.of(answer.text()).withLocale(answer.locale()));
     * }
     *
     * @param actor who is to reply
     * @param id the ticket
     * @param entry the entry
     * @return the reply
     * @throws io.opora.NotFoundException if there is no such ticket, the actor may not know of it, or there is no such entry for customers
     * @throws io.opora.access.AccessDeniedException if the actor may not {@link Operation#READ} the ticket
     */
    public ReplyTemplate.Rendering.Rendered entryAsReply(Actor actor, TicketId id, FaqEntry.Id entry) {
        Ticket ticket = tickets.get(requireNonNull(actor, "actor"), id);
        FaqEntry found = faq.read(Faq.Person.customer(ticket.requester().id().value()), entry, ticket.locale()).entry();
        return new ReplyTemplate.Rendering.Rendered(found.locale(), Optional.empty(), found.answer(), Optional.empty());
    }

    /**
     * Proposes a template made of a reply that somebody wrote, as {@link ReplyTemplate.Proposal#of} says: without what may be about a
     * person as far as one text tells. Nothing is stored; {@link Replies#draft} stores a draft, {@link Replies#save} a template.
     *
     * @param actor who asks
     * @param id the ticket
     * @param message the number of the reply in the history of the ticket
     * @return the proposal
     * @throws io.opora.NotFoundException if there is no such ticket, the actor may not know of it, or that is no reply of the staff's
     * @throws io.opora.access.AccessDeniedException if the actor may not {@link Operation#READ} the ticket
     */
    public ReplyTemplate.Proposal proposeTemplate(Actor actor, TicketId id, long message) {
        return ReplyTemplate.Proposal.of(written.of(tickets.get(requireNonNull(actor, "actor"), id), message));
    }

    /**
     * Proposes templates for what agents keep writing by hand: replies to the latest tickets that were sent without a template, put
     * together as {@link Replies#propose} says. Nothing is stored.
     *
     * @param actor who asks
     * @param latest how many tickets are looked at, those that were opened last; 1 to {@value #MAX_TICKETS}
     * @param atLeast to how many customers something like it must have been written, {@value Replies#LEAST_CUSTOMERS} or more
     * @return the proposals, what was written most often first
     * @throws InvalidInputException if a number is out of range
     * @throws io.opora.access.AccessDeniedException if the actor may not read {@link Operation#REPORT reports} of the whole desk, or not
     *         {@link Operation#EDIT_TEMPLATES}
     */
    public List<ReplyTemplate.Proposal> proposeTemplates(Actor actor, int latest, int atLeast) {
        access.require(requireNonNull(actor, "actor"), Operation.REPORT);
        Replies.Person editor = templateEditor(actor);
        if (latest < 1 || latest > MAX_TICKETS) {
            throw new InvalidInputException("proposals", new Violation("latest", "range",
                    "1 to " + MAX_TICKETS + " tickets are looked at, not " + latest));
        }
        return replies.propose(editor, written.latest(latest), atLeast);
    }

    /**
     * Has the desk learn how requests are sorted, from the tickets that were opened last: of what kind they turned out to be and which
     * team they came to, as people and rules have it. What it said itself teaches nothing. To be called at the start and every now and
     * then, at night for example, on each node: it learns everything anew, so that what was erased meanwhile is forgotten. Reads a history
     * for each ticket; who opens tickets meanwhile is not held up.
     *
     * @return how many requests it has learned from
     * @throws IllegalStateException if this desk has no {@linkplain Builder#classification classification}
     */
    public int learnToClassify() {
        return classifying.orElseThrow(() -> new IllegalStateException(
                "this desk does not classify requests: give its builder a classification")).learn();
    }

    /**
     * Counts what became of the tickets that a template was sent to, from then on, as their histories say.
     *
     * @param actor who asks
     * @param template the template
     * @param uses how many of its uses are looked at, the latest ones; 1 to {@value #MAX_USES}
     * @return the counts
     * @throws InvalidInputException if the number is out of range
     * @throws io.opora.access.AccessDeniedException if the actor may not read {@link Operation#REPORT reports} of the whole desk
     */
    public TemplateOutcome outcomes(Actor actor, ReplyTemplate.Id template, int uses) {
        access.require(requireNonNull(actor, "actor"), Operation.REPORT);
        requireNonNull(template, "template");
        if (uses < 1 || uses > MAX_USES) {
            throw new InvalidInputException("outcomes", new Violation("uses", "range",
                    "1 to " + MAX_USES + " uses are looked at, not " + uses));
        }
        return outcomes.of(template, uses);
    }

    /**
     * What became of the tickets that a template was sent to.
     *
     * @param template the template
     * @param tickets how many tickets it was sent to, of the uses that were looked at
     * @param solved how many of them were solved or closed after that
     * @param reopened how many were open again after they had been
     * @param rated how many were rated after that
     * @param meanScore the mean of their last scores; 0 if none was rated
     */
    public record TemplateOutcome(ReplyTemplate.Id template, int tickets, int solved, int reopened, int rated,
            double meanScore) {

        /** Checks that nothing is missing. */
        public TemplateOutcome {
            requireNonNull(template, "template");
        }
    }

    /**
     * How new requests are classified by what became of earlier ones.
     *
     * @param atLeast how likely a kind or a team has to be the right one, more than 0.5 and up to 1
     * @param latest how many tickets are learned from, those that were opened last; 1 to {@value SupportDesk#MAX_TICKETS}
     */
    public record Classification(double atLeast, int latest) {

        /**
         * Checks the numbers.
         *
         * @throws InvalidInputException if one is out of range
         */
        public Classification {
            Findings findings = new Findings();
            if (!(atLeast > 0.5 && atLeast <= 1)) {
                findings.add("atLeast", "range", "a likelihood of more than 0.5 and up to 1 is needed, not " + atLeast);
            }
            if (latest < 1 || latest > MAX_TICKETS) {
                findings.add("latest", "range", "1 to " + MAX_TICKETS + " tickets are learned from, not " + latest);
            }
            findings.refuse("classification");
        }
    }

    /** What the virtual manager did with a ticket. */
    public sealed interface AutomaticAnswer {

        /**
         * It answered.
         *
         * @param ticket the ticket after it
         * @param template the template that it sent
         * @param confidence how sure it was
         */
        record Sent(Ticket ticket, ReplyTemplate.Id template, double confidence) implements AutomaticAnswer {

            /** Checks that nothing is missing. */
            public Sent {
                requireNonNull(ticket, "ticket");
                requireNonNull(template, "template");
            }
        }

        /**
         * It left the ticket as it is.
         *
         * @param reason why: {@code not-new}, {@code not-asked}, {@code answered}, {@code said-more}, {@code noted},
         *        {@code wants-a-person}, {@code nothing-fits}, {@code not-sure}, {@code not-permitted} or {@code not-filled-in}
         */
        record LeftToPeople(Reason reason) implements AutomaticAnswer {

            /** Checks that nothing is missing. */
            public LeftToPeople {
                requireNonNull(reason, "reason");
            }
        }
    }

    /**
     * A program that answers new requests by itself.
     *
     * @param bot as whom it acts, a bot
     * @param atLeast how likely a template has to be the right one, more than 0.5 and up to 1
     * @param templates those that it may send
     * @param wantsAPerson when a request is left to people whatever fits, asked of its words as the fact {@code text}
     * @param notices what stands below each answer, by language; the first one where there is none
     */
    public record VirtualManager(Actor bot, double atLeast, Set<ReplyTemplate.Id> templates, Condition wantsAPerson,
            Map<Locale, String> notices) {

        private static final Condition PERSON = Condition.words("text", "human", "real person", "a person", "operator*",
                "agent", "manager", "somebody real", "человек", "человеком", "человека", "оператор*", "живой", "живым",
                "живого", "менеджер*", "сотрудник*");

        /**
         * Copies the collections and checks the values.
         *
         * @throws InvalidInputException if it is no bot, the likelihood is out of range, or there is no notice or a blank one
         */
        public VirtualManager {
            requireNonNull(bot, "bot");
            requireNonNull(wantsAPerson, "wantsAPerson");
            templates = Set.copyOf(templates);
            notices = Collections.unmodifiableMap(new LinkedHashMap<>(notices));
            Findings findings = new Findings();
            if (bot.kind() != Actor.Kind.BOT) {
                findings.add("bot", "kind", "it acts as a bot, so that nobody takes it for a person");
            }
            if (!(atLeast > 0.5 && atLeast <= 1)) {
                findings.add("atLeast", "range", "it is more than 0.5 and up to 1, not " + atLeast);
            }
            if (notices.isEmpty() || notices.values().stream().anyMatch(String::isBlank)) {
                findings.add("notices", "not-blank", "each answer says that nobody wrote it");
            }
            findings.refuse("virtual manager");
        }

        /**
         * One that leaves requests which ask for a person to people, in English and Russian, and says so too.
         *
         * @param bot the host's id of it
         * @param atLeast how likely a template has to be the right one, more than 0.5 and up to 1
         * @param templates those that it may send
         * @return the virtual manager
         * @throws InvalidInputException if the id is none or the likelihood is out of range
         */
        public static VirtualManager of(String bot, double atLeast, ReplyTemplate.Id... templates) {
            Map<Locale, String> notices = new LinkedHashMap<>();
            notices.put(Locale.ENGLISH,
                    "This answer was sent by a program. If it does not help, just reply: a person will answer.");
            notices.put(Locale.of("ru"),
                    "Этот ответ отправила программа. Если он не помог, просто напишите: ответит человек.");
            return new VirtualManager(Actor.bot(bot), atLeast, Set.of(templates), PERSON, notices);
        }

        String notice(Locale locale) {
            return notices.entrySet().stream()
                    .filter(notice -> notice.getKey().getLanguage().equals(locale.getLanguage()))
                    .map(Map.Entry::getValue)
                    .findFirst().orElseGet(() -> notices.values().iterator().next());
        }
    }

    @Override
    public void close() {
        replies.close();
        faq.close();
        tickets.close();
        ownStorage.ifPresent(Storage::close);
    }

    /**
     * Stands around what a desk does for others, to time, count or trace it. Each method is given work that is to be done exactly once, on
     * the thread of whoever asked; it gives back what the work gives, and throws on what the work throws. What it throws by itself
     * reaches whoever asked. It sees what came of the work, personal data included, and is trusted not to pass that on.
     *
     * <p>
     * A method that is not overridden does the work and nothing else. Implementations are safe for use by any number of threads.
     */
    public interface Observer {

        /**
         * Around a command to the tickets; of several tickets at once, around each.
         *
         * @param operation what the access policy calls the command
         * @param work the command
         * @return the ticket after it
         */
        default Ticket command(Operation operation, Supplier<Ticket> work) {
            return work.get();
        }

        /**
         * Around a search of the FAQ.
         *
         * @param work the search
         * @return what was found
         */
        default FaqSearch.Result search(Supplier<FaqSearch.Result> work) {
            return work.get();
        }

        /**
         * Around each time that reply templates are suggested.
         *
         * @param work looks for them
         * @return the suggestions
         */
        default List<Replies.Suggestion> suggestion(Supplier<List<Replies.Suggestion>> work) {
            return work.get();
        }

        /**
         * Around each time that is recorded what became of a reply template.
         *
         * @param work records it
         * @return what was recorded
         */
        default TemplateStore.Use use(Supplier<TemplateStore.Use> work) {
            return work.get();
        }
    }

    /** Builds a desk. Not thread-safe. */
    public static final class Builder {

        private Optional<Storage> storage = Optional.empty();
        private InstantSource clock = InstantSource.system();
        private AccessPolicy access = AccessPolicy.standard();
        private Locale locale = Locale.ENGLISH;
        private Optional<FaqSearch> search = Optional.empty();
        private Consumer<Faq.Builder> settingsOfFaq = faq -> {};
        private Optional<ReplySuggester> suggester = Optional.empty();
        private Optional<VirtualManager> manager = Optional.empty();
        private Observer observer = new Observer() {};
        private Optional<Classification> classification = Optional.empty();
        private Supplier<ReplyMatcher> matcher = ReplyMatcher::create;
        private Consumer<Tickets.Builder> settings = tickets -> {};

        private Builder() {}

        /**
         * Sets where the desk keeps everything; in memory by default.
         *
         * @param value the storage; the desk does not close it
         * @return this builder
         */
        public Builder storage(Storage value) {
            storage = Optional.of(value);
            return this;
        }

        /**
         * Sets the workflow that tickets follow unless their kind has one of its own; {@link Workflow#standard()} by default.
         *
         * @param value the workflow
         * @return this builder
         */
        public Builder workflow(Workflow value) {
            return with(tickets -> tickets.workflow(value));
        }

        /**
         * Gives a kind of request a workflow of its own.
         *
         * @param kind the kind
         * @param value the workflow that its new tickets follow
         * @return this builder
         */
        public Builder workflow(RequestKind kind, Workflow value) {
            return with(tickets -> tickets.workflow(kind, value));
        }

        /**
         * Keeps a workflow for the tickets that follow it already, such as an earlier version, or for tickets to be moved to
         * it.
         *
         * @param value the workflow
         * @return this builder
         */
        public Builder knownWorkflow(Workflow value) {
            return with(tickets -> tickets.knownWorkflow(value));
        }

        /**
         * Binds the name of a guard to what it checks.
         *
         * @param name the name that workflows use
         * @param value the check; has to be quick and safe for any number of threads
         * @return this builder
         */
        public Builder guard(String name, Guard<Move.Context> value) {
            return with(tickets -> tickets.guard(name, value));
        }

        /**
         * Sets the fields that tickets may have beside those that the workflows name; none by default.
         *
         * @param value the fields
         * @return this builder
         */
        public Builder fields(FieldSet value) {
            return with(tickets -> tickets.fields(value));
        }

        /**
         * Sets the clock; the machine's by default.
         *
         * @param value the clock
         * @return this builder
         */
        public Builder clock(InstantSource value) {
            clock = requireNonNull(value, "clock");
            return with(tickets -> tickets.clock(value));
        }

        /**
         * Sets where the random part of ids comes from; a {@link java.security.SecureRandom} by default.
         *
         * @param value a generator that is safe for any number of threads
         * @return this builder
         */
        public Builder random(RandomGenerator value) {
            return with(tickets -> tickets.random(value));
        }

        /**
         * Sets the language of requests that name none, and of FAQ entries where there is no translation; English by default.
         *
         * @param value the language
         * @return this builder
         */
        public Builder locale(Locale value) {
            locale = requireNonNull(value, "locale");
            return with(tickets -> tickets.locale(value));
        }

        /**
         * Sets what searches the FAQ; without it, entries can be written and read, but not searched.
         *
         * @param value an index, for this desk alone; the desk does not close it
         * @return this builder
         */
        public Builder faqSearch(FaqSearch value) {
            search = Optional.of(value);
            return this;
        }

        /**
         * Changes settings of the FAQ, such as for how long {@linkplain Faq.Builder#questionsKept questions are kept}.
         *
         * @param settings takes the builder of the FAQ; to be called while the desk is built, behind the desk's own settings
         * @return this builder
         */
        public Builder faq(Consumer<Faq.Builder> settings) {
            settingsOfFaq = settingsOfFaq.andThen(settings);
            return this;
        }

        /**
         * Sets the share of wrong suggestions of reply templates that is accepted: nothing is suggested where it is likelier than that to
         * be wrong; 0.7 by default.
         *
         * @param share 0 to 1
         * @return this builder
         * @throws io.opora.InvalidInputException if the share is not between 0 and 1
         */
        public Builder acceptingWrongReplies(double share) {
            ReplyMatcher.acceptingWrong(share);
            matcher = () -> ReplyMatcher.acceptingWrong(share);
            return this;
        }

        /**
         * Has a program answer new requests by itself where it is sure enough; none does by default. See
         * {@link SupportDesk#answerAutomatically}.
         *
         * @param value the program, what it may send and how sure it has to be
         * @return this builder
         */
        public Builder virtualManager(VirtualManager value) {
            manager = Optional.of(value);
            return this;
        }

        /**
         * Has new requests classified by what became of earlier ones: their kind and their team, where neither the request nor a rule says so,
         * if that is likely enough. Not done by default. It knows nothing before {@link SupportDesk#learnToClassify}. What it says and how
         * sure it was stands in the history, for the staff.
         *
         * @param value how sure it has to be, and what it learns from
         * @return this builder
         */
        public Builder classification(Classification value) {
            classification = Optional.of(value);
            return this;
        }

        /**
         * Has a model of the host's own suggest reply templates.
         *
         * @param value the model
         * @return this builder
         */
        public Builder replySuggester(ReplySuggester value) {
            suggester = Optional.of(value);
            return this;
        }

        /**
         * Sets what counts as a sign that a request was made before; {@link Tickets.Duplicate.Rules#STANDARD} by default.
         *
         * @param value the rules
         * @return this builder
         */
        public Builder duplicates(Tickets.Duplicate.Rules value) {
            return with(tickets -> tickets.duplicates(value));
        }

        /**
         * Sets who may do what; {@link AccessPolicy#standard()} by default.
         *
         * @param value the policy
         * @return this builder
         */
        public Builder access(AccessPolicy value) {
            access = requireNonNull(value, "access");
            return with(tickets -> tickets.access(value));
        }

        /**
         * Limits how often secret links may be tried in vain; 20 times in 10 minutes by default.
         *
         * @param most the most failed attempts from one address in a window, 1 or more
         * @param window how long attempts are counted, from the first one on; longer than nothing
         * @return this builder
         */
        public Builder linkAttempts(int most, Duration window) {
            return with(tickets -> tickets.linkAttempts(most, window));
        }

        /**
         * Has somebody within the process told of every event as soon as it is stored; see
         * {@link Tickets.Builder#listener(Consumer)}.
         *
         * @param value is told; has to be quick and safe for any number of threads
         * @return this builder
         */
        public Builder listener(Consumer<? super TicketEvent> value) {
            return with(tickets -> tickets.listener(value));
        }

        /**
         * Sets what is done when a listener throws; by default the class of what was thrown is logged as a warning.
         *
         * @param value is given the event and what was thrown
         * @return this builder
         */
        public Builder listenerErrors(BiConsumer<? super TicketEvent, ? super Throwable> value) {
            return with(tickets -> tickets.listenerErrors(value));
        }

        /**
         * Sets what stands around each command, each search of the FAQ and each suggestion of reply templates; nothing by default.
         *
         * @param value the observer; safe for any number of threads
         * @return this builder
         */
        public Builder observer(Observer value) {
            observer = requireNonNull(value, "observer");
            return with(tickets -> tickets.around(value::command));
        }

        /**
         * Has a consumer told of events at least once, in the order of each ticket, by {@link TicketEvents#drain(int)}.
         *
         * @param value the consumer
         * @return this builder
         */
        public Builder consumer(EventConsumer<TicketEvent> value) {
            return with(tickets -> tickets.consumer(value));
        }

        /**
         * Sets how long a delivery may take and how failures are tried again; {@link Relay.Policy#STANDARD} by default.
         *
         * @param value the policy
         * @return this builder
         */
        public Builder relay(Relay.Policy value) {
            return with(tickets -> tickets.relay(value));
        }

        /**
         * Sets what customers are promised; nothing by default. See {@link Tickets.Builder#sla(SlaPolicy.Versions)}.
         *
         * @param value the versions of the policy, built against {@link io.opora.ticket.TicketFacts#tickets()}
         * @return this builder
         */
        public Builder sla(SlaPolicy.Versions value) {
            return with(tickets -> tickets.sla(value));
        }

        /**
         * Sets the rules that sort new requests; none by default. See {@link Tickets.Builder#routing(RuleSet)}.
         *
         * @param value the rules
         * @return this builder
         */
        public Builder routing(RuleSet value) {
            return with(tickets -> tickets.routing(value));
        }

        /**
         * Adds macros.
         *
         * @param values the macros; each id once
         * @return this builder
         */
        public Builder macros(Macro... values) {
            return with(tickets -> tickets.macros(values));
        }

        /**
         * Sets the rules that apply macros by themselves; none by default. See {@link Tickets.Builder#automation(Automation)}.
         *
         * @param value the rules
         * @return this builder
         */
        public Builder automation(Automation value) {
            return with(tickets -> tickets.automation(value));
        }

        /**
         * Has the requests of teams handed out to their members; nobody's are by default. See {@link Staffing}.
         *
         * @param teams who works in a team, and how its requests are handed out; each team once
         * @return this builder
         */
        public Builder staffing(Staffing... teams) {
            return with(tickets -> tickets.staffing(teams));
        }

        /**
         * Has those who ask told that their request has arrived; nobody is by default. See {@link Acknowledgement}.
         *
         * @param how how it is said and by whom it is sent
         * @return this builder
         */
        public Builder acknowledgement(Acknowledgement how) {
            return with(tickets -> tickets.acknowledgement(how));
        }

        /**
         * Tells of places beside the tickets where something about persons is kept; see {@link People.Place}.
         *
         * @param places the places, each with a name of its own
         * @return this builder
         */
        public Builder personalData(People.Place... places) {
            return with(tickets -> tickets.personalData(places));
        }

        private Builder with(Consumer<Tickets.Builder> setting) {
            settings = settings.andThen(setting);
            return this;
        }

        /**
         * Builds the desk.
         *
         * @return the desk
         * @throws io.opora.InvalidInputException if a workflow names a guard that is not bound, a field is required on an action
         *         that no workflow has, two different workflows have the same id and version, rules or macros speak of what this
         *         desk does not have, service levels want what no desk can do, there are too many consumers or two of one name, or a
         *         setting is out of its range
         */
        public SupportDesk build() {
            Storage used = storage.orElseGet(MemoryStorage::create);
            Tickets.Builder tickets = Tickets.builder(used.tickets()).outbox(used.outbox())
                    .configuration(used.configuration());
            AtomicReference<Replies> later = new AtomicReference<>();
            tickets.personalData(new FaqVotes(used.faq()),
                    new TemplateUses(used.templates(), () -> requireNonNull(later.get())));
            settings.accept(tickets);
            Optional<Classifying> classifying = classification.map(value -> new Classifying(value, used.tickets()));
            classifying.ifPresent(tickets::classifier);
            Tickets built = tickets.build();
            TicketRequests requests = new TicketRequests(built, used.tickets());
            Replies.Builder replies = Replies.builder(used.templates()).clock(clock)
                    .around(observer::suggestion, observer::use).matcher(matcher.get())
                    .facts(built.facts().tickets()).variables(TicketRequests.variables(built.fields()))
                    .macros(built.rules().macros().stream().map(Macro::id).toList()).messages(requests::message);
            suggester.ifPresent(replies::suggester);
            later.set(replies.build());
            Faq.Builder faq = Faq.builder(used.faq()).clock(clock).around(observer::search).fallback(locale);
            search.ifPresent(faq::search);
            settingsOfFaq.accept(faq);
            Faq base = faq.build();
            SupportDesk desk = new SupportDesk(built, base, requireNonNull(later.get()), requests,
                    manager.map(value -> new AutomaticAnswers(value, built, used.tickets(), requests,
                            requireNonNull(later.get()))),
                    new TemplateOutcomes(used.templates(), used.tickets()),
                    new WrittenReplies(used.tickets(), used.templates()), classifying,
                    new FaqTickets(base, built, used.tickets()), access, clock,
                    storage.isPresent() ? Optional.empty() : Optional.of(used));
            LOG.info("Support desk ready on {}", used.getClass().getSimpleName());
            return desk;
        }
    }
}
