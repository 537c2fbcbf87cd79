package io.opora.ticket;

import static java.lang.annotation.ElementType.ANNOTATION_TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;

/**
 * Not blank, if there at all. {@code jakarta.validation.constraints.NotBlank} refuses what is absent too, and so cannot stand
 * on the content of an {@link java.util.Optional}.
 */
@Target(ANNOTATION_TYPE)
@Retention(RUNTIME)
@Constraint(validatedBy = NonBlank.Validator.class)
@interface NonBlank {

    String message() default "must not be blank";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Checks a text. */
    class Validator implements ConstraintValidator<NonBlank, CharSequence> {

        @Override
        public boolean isValid(@Nullable CharSequence value, ConstraintValidatorContext context) {
            return value == null || !value.toString().isBlank();
        }
    }
}
