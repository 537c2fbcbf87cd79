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
 * What a text of several lines from outside has to be: not blank, not too long, and such that every store gives back exactly
 * what it was given. One constraint instead of three, so that no field can forget one of them.
 */
@NonBlank
@Size(message = "must have at most {max} characters")
@Pattern(regexp = Text.STORABLE, message = "must hold neither NUL nor half of a surrogate pair")
@Target({FIELD, TYPE_USE})
@Retention(RUNTIME)
@Constraint(validatedBy = {})
@interface Text {

    /** What every store can keep: PostgreSQL has no NUL, and half of a surrogate pair has no UTF-8. */
    String STORABLE = "[^\\x00\\x{D800}-\\x{DFFF}]*";

    @OverridesAttribute(constraint = Size.class, name = "max")
    int max();

    String message() default "";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
