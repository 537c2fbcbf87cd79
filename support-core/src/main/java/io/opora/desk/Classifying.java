package io.opora.desk;

import io.opora.Reason;
import io.opora.access.Actor;
import io.opora.condition.Condition;
import io.opora.desk.SupportDesk.Classification;
import io.opora.reply.ReplyMatch;
import io.opora.reply.ReplyMatcher;
import io.opora.reply.ReplyTemplate;
import io.opora.routing.RuleSet;
import io.opora.ticket.RequestKind;
import io.opora.ticket.TeamId;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketRules;
import io.opora.ticket.TicketStore;
import io.opora.ticket.Tickets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Says of what kind a request is and which team gets it, by two matchers: to them, kinds and teams are what templates are to replies.
 * They are learned anew as a whole and then put in the place of the old ones.
 */
final class Classifying implements TicketRules.Classifier {

    private static final long FIRST_MESSAGE = 2;

    private final Classification settings;
    private final TicketStore store;
    private volatile Models models;

    /** What was learned. */
    private record Models(ReplyMatcher kinds, ReplyMatcher teams) {}

    /** How a request was sorted in the end; empty where nobody but this class said so. */
    private record Sorted(String message, String number, Optional<RequestKind> kind, Optional<TeamId> team) {}

    Classifying(Classification settings, TicketStore store) {
        this.settings = settings;
        this.store = store;
        this.models = empty();
    }

    private Models empty() {
        return new Models(ReplyMatcher.acceptingWrong(1 - settings.atLeast()),
                ReplyMatcher.acceptingWrong(1 - settings.atLeast()));
    }

    int learn() {
        List<Sorted> latest = new ArrayList<>();
        WrittenReplies.latest(store, settings.latest(), ticket -> sorted(ticket).ifPresent(latest::add));
        Models anew = empty();
        for (Sorted each : latest.reversed()) {
            each.kind().ifPresent(kind -> learn(anew.kinds(), kind.name(), each));
            each.team().ifPresent(team -> learn(anew.teams(), team.name(), each));
        }
        anew.kinds().rehearse();
        anew.teams().rehearse();
        models = anew;
        return latest.size();
    }

    private static void learn(ReplyMatcher matcher, String name, Sorted request) {
        matcher.learn(ReplyTemplate.Id.of(name), request.message(), request.number(), ReplyMatcher.Outcome.ACCEPTED);
    }

    private Optional<Sorted> sorted(Ticket ticket) {
        Optional<String> message = Optional.empty();
        Optional<RequestKind> kind = Optional.empty();
        Optional<TeamId> team = Optional.empty();
        Optional<TeamId> current = Optional.empty();
        boolean guessing = false;
        List<TicketEvent> page = store.history(ticket.id(), 0, Tickets.MAX_HISTORY_PAGE);
        while (!page.isEmpty()) {
            for (TicketEvent event : page) {
                switch (event) {
                    case TicketEvent.Opened opened -> kind = Optional.of(opened.kind());
                    case TicketEvent.MessageAdded said when said.stamp().sequence() == FIRST_MESSAGE ->
                        message = Optional.of(said.message().text()).filter(text -> !text.isBlank()
                                && !text.equals(TicketEvent.Erased.TEXT)).map(text -> ticket.subject() + '\n' + text);
                    // what it says comes right behind its reasons, by nobody
                    case TicketEvent.Explained explained -> guessing = explained.source().equals(SOURCE);
                    case TicketEvent.Classified classified -> {
                        guessing &= isByNobody(event);
                        kind = guessing ? Optional.empty() : Optional.of(classified.to());
                    }
                    case TicketEvent.Assigned assigned -> {
                        guessing &= isByNobody(event);
                        // whom it is given to within its team says nothing new of the team
                        if (!assigned.team().equals(current)) {
                            current = assigned.team();
                            team = guessing ? Optional.empty() : current;
                        }
                    }
                    default -> guessing &= isByNobody(event);
                }
            }
            page = store.history(ticket.id(), page.getLast().stamp().sequence(), Tickets.MAX_HISTORY_PAGE);
        }
        Optional<RequestKind> known = kind.filter(each -> !each.equals(RequestKind.UNSORTED));
        Optional<TeamId> to = team;
        return message.filter(text -> known.isPresent() || to.isPresent())
                .map(text -> new Sorted(text, ticket.number().toString(), known, to));
    }

    private static boolean isByNobody(TicketEvent event) {
        return event.stamp().by().kind() == Actor.Kind.SYSTEM;
    }

    @Override
    public RuleSet.Outcome classify(String message) {
        Models now = models;
        Optional<ReplyMatch> kind = now.kinds().suggest(message, 1).stream().findFirst();
        Optional<ReplyMatch> team = now.teams().suggest(message, 1).stream().findFirst();
        return new RuleSet.Outcome(kind.map(match -> match.templateId().value()),
                team.map(match -> match.templateId().value()), Optional.empty(), new TreeSet<>(),
                Stream.concat(
                        kind.map(match -> spoken("kind", match, Optional.of(match.templateId().value()),
                                Optional.empty())).stream(),
                        team.map(match -> spoken("team", match, Optional.empty(),
                                Optional.of(match.templateId().value()))).stream())
                        .toList());
    }

    /** Why, without a word of what was written. */
    private static RuleSet.Spoken spoken(String id, ReplyMatch match, Optional<String> kind, Optional<String> team) {
        List<Reason> because = new ArrayList<>();
        because.add(
                new Reason("likely", "{what} with a likelihood of {likelihood}, by how earlier requests were sorted",
                        Map.of("what", match.templateId().value(), "likelihood",
                                String.format(Locale.ROOT, "%.2f", match.confidence()))));
        if (!match.because().cases().isEmpty()) {
            because.add(new Reason("alike", "most like {requests}", Map.of("requests", match.because().cases().stream()
                    .map(each -> '#' + each.reference()).distinct().collect(Collectors.joining(", ")))));
        }
        return new RuleSet.Spoken(new RuleSet.Rule(id, Condition.always(), kind, team, Optional.empty(), List.of(),
                false), because);
    }
}
