package io.opora.ticket;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.ElementType.TYPE_USE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.validation.Constraint;
import jakarta.validation.OverridesAttribute;
import jakarta.validation.Payload;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * What a text of one line from outside has to be: like {@link Text}, and without control characters or line separators,
 * because it ends up in mail headers and table rows.
 */
@NonBlank
@Size(message = "must have at most {max} characters")
@Pattern(regexp = Line.PLAIN, message = "must be a single line without control characters")
@Target({FIELD, TYPE_USE})
@Retention(RUNTIME)
@Constraint(validatedBy = {})
@interface Line {

    /** No control characters, no line or paragraph separators, no halves of surrogate pairs. */
    String PLAIN = "[^\\x00-\\x1F\\x7F-\\x9F\\u2028\\u2029\\x{D800}-\\x{DFFF}]*";

    @OverridesAttribute(constraint = Size.class, name = "max")
    int max();

    String message() default "";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
