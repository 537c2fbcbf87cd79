package io.opora.spring.web;

import io.opora.InvalidInputException;
import io.opora.Violation;
import io.opora.access.Actor;
import io.opora.access.SecretLink;
import io.opora.desk.SupportDesk;
import io.opora.sla.SlaClock;
import io.opora.spring.CurrentActor;
import io.opora.ticket.Channel;
import io.opora.ticket.CommandOptions;
import io.opora.ticket.CustomerView;
import io.opora.ticket.IdempotencyKey;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Rate;
import io.opora.ticket.Reply;
import io.opora.ticket.Requester;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketLinks;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * For those who ask: one form, an acknowledgement at once, and a private page that whoever has its link sees. Bodies are JSON alone, which
 * no page of another site can send without being asked first. How often strangers may send one is asked before it is read, by
 * {@link BodyLimit}.
 */
@RestController
@RequestMapping(path = "${support.web.path:/support}", produces = MediaType.APPLICATION_JSON_VALUE)
final class PublicController {

    private static final Set<SecretLink.Scope> ALL = Set.of(SecretLink.Scope.values());
    private static final int PAGE = 100;
    private static final int SHORTEST_KEY = 32;

    private final SupportDesk desk;
    private final CurrentActor current;
    private final WebProperties properties;
    private final RateLimits questions;
    private final Languages languages;

    PublicController(SupportDesk desk, CurrentActor current, WebProperties properties, RateLimits questions,
            Languages languages) {
        this.desk = desk;
        this.current = current;
        this.properties = properties;
        this.questions = questions;
        this.languages = languages;
    }

    record Asking(@Nullable String subject, @Nullable String text, @Nullable String name, @Nullable String email,
            @Nullable String phone, @Nullable Map<String, @Nullable String> fields) {}

    record Calling(@Nullable String phone, @Nullable String name, @Nullable String text) {}

    record Words(@Nullable String text) {}

    record Rating(@Nullable Integer score, @Nullable String text) {}

    @PostMapping(path = "/requests", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Map<String, Object>> ask(@RequestBody Asking asking, HttpServletRequest request,
            @RequestParam(name = "zone", required = false) @Nullable String zone,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        OpenTicket.Builder command = OpenTicket.builder(text(asking.subject()), text(asking.text()))
                .channel(Channel.FORM);
        Shown.fields(asking.fields()).forEach(command::field);
        return open(command, asking.name(), asking.email(), asking.phone(), zone, key, request);
    }

    @PostMapping(path = "/callbacks", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Map<String, Object>> callBack(@RequestBody Calling calling, HttpServletRequest request,
            @RequestParam(name = "zone", required = false) @Nullable String zone,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        if (calling.phone() == null || calling.phone().isBlank()) {
            throw new InvalidInputException("callback", new Violation("phone", "missing",
                    "to be called back, one has to say under which number"));
        }
        boolean russian = languages.of(request).getLanguage().equals("ru");
        String subject = russian ? "Просьба перезвонить" : "Please call me back";
        String words = calling.text() == null || calling.text().isBlank() ? subject : calling.text();
        return open(OpenTicket.builder(subject, words).channel(Channel.PHONE), calling.name(), null, calling.phone(),
                zone, key, request);
    }

    private ResponseEntity<Map<String, Object>> open(OpenTicket.Builder command, @Nullable String name,
            @Nullable String email, @Nullable String phone, @Nullable String zone, @Nullable String key,
            HttpServletRequest request) {
        Optional<IdempotencyKey> once = Optional.ofNullable(key).map(IdempotencyKey::of);
        // whoever sends the same key again is the same stranger, so a key must not be one that others hit upon
        if (key != null && key.length() < SHORTEST_KEY && current.actor().isEmpty()) {
            throw new InvalidInputException("header", new Violation("Idempotency-Key", "size",
                    "a key of somebody who is not logged in is random and has " + SHORTEST_KEY
                            + " characters or more"));
        }
        Actor actor = current.actor().orElseGet(() -> Actor.customer("guest-" + once
                .map(used -> UUID.nameUUIDFromBytes(("guest " + used.value()).getBytes(StandardCharsets.UTF_8)))
                .orElseGet(UUID::randomUUID)));
        Requester requester = Shown.requester(actor.id(), name, email, phone);
        Locale asked = languages.of(request);
        Ticket ticket = desk.tickets().open(actor, command.requester(requester).locale(asked).build(),
                once.map(used -> CommandOptions.key(used.value())).orElse(CommandOptions.NONE));
        TicketLinks.Issued link = desk.tickets().links().issue(Actor.SYSTEM, ticket.id(), actor.id(), ALL,
                properties.linkLifetime());
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("number", ticket.number().toString());
        shown.put("token", link.token().reveal());
        shown.put("page", properties.path() + "/requests/" + link.token().reveal());
        promise(actor, ticket.id(), asked, zone).ifPresent(promise -> shown.put("promise", promise.sentence()));
        return secret(HttpStatus.CREATED, shown);
    }

    @GetMapping("/requests/{token}")
    ResponseEntity<Map<String, Object>> page(@PathVariable("token") String token, HttpServletRequest request,
            @RequestParam(name = "zone", required = false) @Nullable String zone,
            @RequestParam(name = "after", defaultValue = "0") long after) {
        questions.take(request.getRemoteAddr());
        TicketLinks.Visit visit = visit(token, request);
        return secret(HttpStatus.OK, shown(visit, request, zone, after));
    }

    private Map<String, Object> shown(TicketLinks.Visit visit, HttpServletRequest request, @Nullable String zone,
            long after) {
        CustomerView view = desk.tickets().customerView(visit.actor(), visit.ticket(), after, PAGE);
        List<String> scopes = visit.scopes().stream().map(Enum::name).sorted().toList();
        Map<String, Object> page = Shown.page(view,
                promise(visit.actor(), visit.ticket(), languages.of(request), zone));
        page.put("may", scopes);
        return page;
    }

    @PostMapping(path = "/requests/{token}/replies", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Map<String, Object>> reply(@PathVariable("token") String token, @RequestBody Words words,
            HttpServletRequest request,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        TicketLinks.Visit visit = visit(token, request);
        desk.tickets().handle(visit.actor(), visit.ticket(), Reply.of(text(words.text())),
                key == null ? CommandOptions.NONE : CommandOptions.key(key));
        return secret(HttpStatus.OK, shown(visit, request, null, 0));
    }

    @PostMapping(path = "/requests/{token}/rating", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Map<String, Object>> rate(@PathVariable("token") String token, @RequestBody Rating rating,
            HttpServletRequest request) {
        TicketLinks.Visit visit = visit(token, request);
        Rate command = Rate.of(rating.score() == null ? 0 : rating.score());
        desk.tickets().handle(visit.actor(), visit.ticket(),
                rating.text() == null || rating.text().isBlank() ? command : command.withText(rating.text()));
        return secret(HttpStatus.OK, shown(visit, request, null, 0));
    }

    private TicketLinks.Visit visit(String token, HttpServletRequest request) {
        return desk.tickets().links().open(token, RateLimits.network(request.getRemoteAddr()));
    }

    private Optional<SlaClock.Promise> promise(Actor actor, TicketId ticket, Locale locale, @Nullable String zone) {
        return desk.sla().promise(actor, ticket, locale, zone(zone));
    }

    private ZoneId zone(@Nullable String zone) {
        try {
            return zone == null ? properties.zone() : ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new InvalidInputException("zone", new Violation("zone", "form",
                    "a zone is named like Europe/Berlin"));
        }
    }

    /** The address of a private page is its key: nobody on the way keeps or passes it on. */
    private static ResponseEntity<Map<String, Object>> secret(HttpStatus status, Map<String, Object> body) {
        return ResponseEntity.status(status).cacheControl(CacheControl.noStore())
                .header("Referrer-Policy", "no-referrer").header("X-Robots-Tag", "noindex").body(body);
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
