package io.opora.spring.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.i18n.AcceptHeaderLocaleResolver;
import org.springframework.web.servlet.support.RequestContextUtils;

/**
 * In which language somebody wants to be answered: what the application has decided, if it decides by anything but the header, or else
 * the first language that the header names, or else that of {@code support.locale}. The language of the machine is nobody's wish.
 */
final class Languages {

    private final Locale otherwise;

    Languages(Locale otherwise) {
        this.otherwise = otherwise;
    }

    Locale of(HttpServletRequest request) {
        Optional<Locale> named = named(request.getHeader(HttpHeaders.ACCEPT_LANGUAGE));
        if (named.isEmpty() && RequestContextUtils.getLocaleResolver(request) instanceof AcceptHeaderLocaleResolver) {
            return otherwise;
        }
        Locale wanted = Locale.of(RequestContextUtils.getLocale(request).getLanguage());
        return isLanguage(wanted.getLanguage()) ? wanted : named.orElse(otherwise);
    }

    private static Optional<Locale> named(@Nullable String header) {
        try {
            return header == null
                    ? Optional.empty()
                    : LanguageRange.parse(header).stream().filter(range -> range.getWeight() > 0)
                            .map(range -> range.getRange().split("-", 2)[0]).filter(Languages::isLanguage).findFirst()
                            .map(Locale::of);
        } catch (IllegalArgumentException e) { // no such header
            return Optional.empty();
        }
    }

    /** As BCP 47 has them; "und" is for what is not determined. */
    private static boolean isLanguage(String language) {
        return language.matches("[a-z]{2,8}") && !language.equals("und");
    }
}
