package io.opora.examples.faqsite;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a browser asks for, bounded.
 *
 * @param method how
 * @param path the parts of the path
 * @param values what stands behind the question mark or in the form, the first of each name
 * @param cookies the cookies
 * @param acceptLanguage the languages that the browser prefers, as it writes them
 */
record Request(String method, List<String> path, Map<String, String> values, Map<String, String> cookies,
        String acceptLanguage) {

    private static final int MAX_FORM = 16_384;
    private static final int MAX_VALUES = 20;

    /** What is no request that a page of this site makes. */
    static final class BadRequestException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BadRequestException(String message) {
            super(message);
        }
    }

    static Request of(HttpExchange exchange) throws IOException {
        Map<String, String> values = new HashMap<>();
        String query = exchange.getRequestURI().getRawQuery();
        String method = exchange.getRequestMethod();
        if (method.equals("POST")) {
            byte[] form = exchange.getRequestBody().readNBytes(MAX_FORM + 1);
            if (form.length > MAX_FORM) {
                throw new BadRequestException("the form is too long");
            }
            parse(new String(form, UTF_8), values);
        } else if (query != null) {
            parse(query, values);
        }
        Map<String, String> cookies = new HashMap<>();
        for (String header : exchange.getRequestHeaders().getOrDefault("Cookie", List.of())) {
            for (String cookie : header.split(";", MAX_VALUES)) {
                int equals = cookie.indexOf('=');
                if (equals > 0) {
                    cookies.putIfAbsent(cookie.substring(0, equals).strip(), cookie.substring(equals + 1).strip());
                }
            }
        }
        String language = exchange.getRequestHeaders().getFirst("Accept-Language");
        String path = exchange.getRequestURI().getPath();
        return new Request(method, List.of(path.substring(1).split("/", -1)), values, cookies,
                language == null ? "" : language);
    }

    private static void parse(String text, Map<String, String> values) {
        for (String pair : text.split("&", MAX_VALUES)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                values.putIfAbsent(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException e) {
            throw new BadRequestException("this is no text: " + e.getMessage());
        }
    }

    /** A value, cut where it gets too long; empty if it is not there. */
    String value(String name, int most) {
        String value = values.getOrDefault(name, "");
        if (value.length() <= most) {
            return value;
        }
        return value.substring(0, Character.isHighSurrogate(value.charAt(most - 1)) ? most - 1 : most);
    }

    String cookie(String name) {
        return cookies.getOrDefault(name, "");
    }
}
