package io.opora.ticket;

import static java.lang.annotation.ElementType.TYPE_USE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A locale that names a language and can be kept as a short language tag (BCP 47), from which it comes back equal. */
@Target(TYPE_USE)
@Retention(RUNTIME)
@Constraint(validatedBy = LanguageTag.Validator.class)
@interface LanguageTag {

    /** The longest language tag: RFC 5646 asks for room for 35 characters. */
    int MAX_LENGTH = 35;

    String message() default "must be a locale with a language, whose language tag has at most " + MAX_LENGTH
            + " characters and gives the same locale back";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Checks a locale. */
    class Validator implements ConstraintValidator<LanguageTag, Locale> {

        @Override
        public boolean isValid(@Nullable Locale value, ConstraintValidatorContext context) {
            return value == null || isValid(value);
        }

        static boolean isValid(Locale value) {
            String tag = value.toLanguageTag();
            return !value.getLanguage().isEmpty() && tag.length() <= MAX_LENGTH
                    && Locale.forLanguageTag(tag).equals(value);
        }
    }
}
