package io.opora.spring.web;

import io.opora.ClosedException;
import io.opora.InvalidInputException;
import io.opora.NotFoundException;
import io.opora.Reason;
import io.opora.StorageException;
import io.opora.SupportException;
import io.opora.access.AccessDeniedException;
import io.opora.faq.Faq;
import io.opora.reply.Replies;
import io.opora.sla.BusinessCalendar;
import io.opora.ticket.CommandRefusedException;
import io.opora.ticket.IdempotencyKey;
import io.opora.ticket.TicketConflictException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Makes problems (RFC 9457) of what the desk throws; of the requests that come to this layer, and of no others. */
@RestControllerAdvice(assignableTypes = {AgentController.class, PublicController.class, FaqController.class,
        OpenApiController.class})
final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    /** By its number: the constant has one name in Spring 6 and another one in Spring 7. */
    private static final HttpStatus UNPROCESSABLE = HttpStatus.valueOf(422);
    private static final HttpStatus TOO_LARGE = HttpStatus.valueOf(413);
    private static final String TOO_MANY = "too-many-attempts";

    /** What the types of problems begin with. */
    static final String TYPE = "urn:opora:problem:";

    /** What a problem is called, and its status. */
    private record Kind(String type, HttpStatus status) {}

    private static final Map<Class<?>, Kind> KINDS = Map.ofEntries(
            Map.entry(InvalidInputException.class, new Kind("invalid-input", HttpStatus.BAD_REQUEST)),
            Map.entry(BusinessCalendar.HorizonException.class, new Kind("invalid-input", HttpStatus.BAD_REQUEST)),
            Map.entry(NotFoundException.class, new Kind("not-found", HttpStatus.NOT_FOUND)),
            Map.entry(AccessDeniedException.class, new Kind("denied", HttpStatus.FORBIDDEN)),
            Map.entry(Faq.NotPermittedException.class, new Kind("denied", HttpStatus.FORBIDDEN)),
            Map.entry(Replies.NotPermittedException.class, new Kind("denied", HttpStatus.FORBIDDEN)),
            Map.entry(Replies.OvertakenException.class, new Kind("conflict", HttpStatus.CONFLICT)),
            Map.entry(CommandRefusedException.class, new Kind("refused", UNPROCESSABLE)),
            Map.entry(TicketConflictException.class, new Kind("conflict", HttpStatus.CONFLICT)),
            Map.entry(Faq.OvertakenException.class, new Kind("conflict", HttpStatus.CONFLICT)),
            Map.entry(IdempotencyKey.ReusedException.class, new Kind("key-reused", UNPROCESSABLE)),
            Map.entry(StorageException.class, new Kind("unavailable", HttpStatus.SERVICE_UNAVAILABLE)),
            Map.entry(ClosedException.class, new Kind("unavailable", HttpStatus.SERVICE_UNAVAILABLE)));

    private final InstantSource clock;
    private final String challenge;

    /**
     * @param clock the desk's, for when it is to be tried again
     * @param challenge how one logs in, as RFC 9110, 11.6.1 wants it said
     */
    Problems(InstantSource clock, String challenge) {
        this.clock = clock;
        this.challenge = challenge;
    }

    /** What becomes of a type of error; empty if nobody has thought of it. */
    static Optional<HttpStatus> status(Class<?> type) {
        return kind(type).map(Kind::status);
    }

    private static Optional<Kind> kind(Class<?> type) {
        for (Class<?> known = type; known != null; known = known.getSuperclass()) {
            Kind kind = KINDS.get(known);
            if (kind != null) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    private static Kind kind(SupportException e) {
        return e instanceof CommandRefusedException refused && isTooMany(refused)
                ? new Kind(TOO_MANY, HttpStatus.TOO_MANY_REQUESTS)
                : kind(e.getClass()).orElse(new Kind("failed", HttpStatus.INTERNAL_SERVER_ERROR));
    }

    private static boolean isTooMany(CommandRefusedException e) {
        return e.reasons().stream().anyMatch(reason -> reason.code().equals(TOO_MANY));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(SupportException e) {
        Kind kind = kind(e);
        ProblemDetail problem = problem(kind.type(), kind.status(), e.getMessage());
        HttpHeaders headers = new HttpHeaders();
        switch (e) {
            case InvalidInputException invalid -> problem.setProperty("violations", invalid.violations().stream()
                    .map(violation -> Map.of("path", violation.path(), "code", violation.code(), "message",
                            violation.message()))
                    .toList());
            case AccessDeniedException denied -> problem.setProperty("reasons", reasons(List.of(denied.reason())));
            case CommandRefusedException refused -> {
                problem.setProperty("reasons", reasons(refused.reasons()));
                again(refused).ifPresent(
                        again -> headers.set(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, again.toSeconds()))));
            }
            case TicketConflictException conflict -> problem.setProperty("version", conflict.current().version());
            default -> {
                // says it all
            }
        }
        if (kind.status().is5xxServerError()) {
            LOG.warn("The support desk could not do what it was asked over HTTP", e);
            problem.setDetail("This cannot be done right now. Try again in a while");
        }
        return answer(problem, headers);
    }

    /** The codes, the sentences, and no more: facts may tell of others. */
    private static List<Map<String, Object>> reasons(List<Reason> reasons) {
        return reasons.stream().map(reason -> {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("code", reason.code());
            shown.put("message", reason.message());
            return shown;
        }).toList();
    }

    private Optional<Duration> again(CommandRefusedException e) {
        return e.reasons().stream().map(reason -> reason.facts().get("again")).filter(Instant.class::isInstance)
                .map(again -> Duration.between(clock.instant(), (Instant) again)).findFirst();
    }

    /** What the desk was not set up for: to search without an index, above all. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> notSetUp(IllegalStateException e) {
        LOG.warn("The support desk is not set up for what it was asked over HTTP", e);
        return answer(problem("unavailable", HttpStatus.SERVICE_UNAVAILABLE, "This is not to be had here"),
                new HttpHeaders());
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> tooMany(RateLimits.ExceededException e) {
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, Long.toString(e.seconds()));
        return answer(problem("too-many-requests", HttpStatus.TOO_MANY_REQUESTS, e.getMessage()), headers);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> notLoggedIn(NotLoggedInException e) {
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.WWW_AUTHENTICATE, challenge);
        return answer(problem("not-logged-in", HttpStatus.UNAUTHORIZED, e.getMessage()), headers);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> tooLarge(BodyLimit.TooLargeException e) {
        return answer(problem("too-large", TOO_LARGE, e.getMessage()), new HttpHeaders());
    }

    @ExceptionHandler({HttpMessageNotReadableException.class, MissingServletRequestParameterException.class,
            MethodArgumentTypeMismatchException.class})
    ResponseEntity<ProblemDetail> unreadable(Exception e) {
        String detail = switch (e) {
            case MissingServletRequestParameterException missing ->
                "The parameter '" + missing.getParameterName() + "' is missing";
            case MethodArgumentTypeMismatchException wrong ->
                "The parameter '" + wrong.getName() + "' does not have the form that it should have";
            default -> "The body is no JSON object, or one of its fields is of another type than it should be";
        };
        return answer(problem("unreadable", HttpStatus.BAD_REQUEST, detail), new HttpHeaders());
    }

    private static ProblemDetail problem(String type, HttpStatus status, @Nullable String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status,
                detail == null ? status.getReasonPhrase() : detail);
        problem.setType(URI.create(TYPE + type));
        problem.setTitle(type);
        return problem;
    }

    private static ResponseEntity<ProblemDetail> answer(ProblemDetail problem, HttpHeaders headers) {
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        return ResponseEntity.status(problem.getStatus()).headers(headers).body(problem);
    }
}
