package io.opora.ticket;

import io.opora.InvalidInputException;
import io.opora.Violation;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.validator.HibernateValidator;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;

/**
 * Enforces what command types declare. Configured by code alone: no expression language, no {@code validation.xml} of the
 * host, and messages in English whatever the machine speaks.
 */
final class InputValidator implements AutoCloseable {

    private static final int MAX_PATH_LENGTH = 200;
    private static final Pattern CONTAINER_ELEMENT = Pattern.compile("(<[A-Z]>|\\.<[a-z ]+>)");
    private static final Pattern UPPER_CASE = Pattern.compile("(?<!^)(?=[A-Z])");

    private final ValidatorFactory factory;
    private final Validator validator;

    InputValidator() {
        factory = Validation.byProvider(HibernateValidator.class).configure().ignoreXmlConfiguration()
                .messageInterpolator(
                        new ParameterMessageInterpolator(Set.of(Locale.ENGLISH), Locale.ENGLISH, false))
                .buildValidatorFactory();
        validator = factory.getValidator();
    }

    /**
     * Refuses an input that breaks its own declarations, or that the caller found fault with. Where an input breaks its
     * declarations, what the caller found at the same path is left out: it follows from that.
     *
     * @param subject what the input is, for the error's message
     * @param input the input
     * @param more what the caller found
     * @throws InvalidInputException with every violation, sorted by path
     */
    void require(String subject, Object input, Violation... more) {
        Set<ConstraintViolation<Object>> broken = validator.validate(input);
        if (broken.isEmpty() && more.length == 0) {
            return;
        }
        List<Violation> violations = new ArrayList<>(broken.stream().map(InputValidator::violation).toList());
        Set<String> paths = violations.stream().map(Violation::path).collect(Collectors.toSet());
        Stream.of(more).filter(violation -> !paths.contains(violation.path())).forEach(violations::add);
        violations.sort(Comparator.comparing(Violation::path).thenComparing(Violation::code));
        throw new InvalidInputException(subject, violations);
    }

    private static Violation violation(ConstraintViolation<Object> violation) {
        String path = CONTAINER_ELEMENT.matcher(violation.getPropertyPath().toString()).replaceAll("");
        String annotation = violation.getConstraintDescriptor().getAnnotation().annotationType().getSimpleName();
        return new Violation(path.substring(0, Math.min(path.length(), MAX_PATH_LENGTH)),
                UPPER_CASE.matcher(annotation).replaceAll("-").toLowerCase(Locale.ROOT), violation.getMessage());
    }

    @Override
    public void close() {
        factory.close();
    }
}
