package io.opora.spring.web;

import static java.util.Objects.requireNonNull;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The description of this layer (OpenAPI 3.0). It is written by hand, {@code openapi.json} beside this class; a test compares it with
 * the methods that there are and with what they answer. Only where the layer is, is said anew.
 */
@RestController
@RequestMapping(path = "${support.web.path:/support}", produces = MediaType.APPLICATION_JSON_VALUE)
final class OpenApiController {

    /** The document, beside this class. */
    static final String DOCUMENT = "openapi.json";

    private final WebProperties properties;

    OpenApiController(WebProperties properties) {
        this.properties = properties;
    }

    @GetMapping("/openapi.json")
    byte[] description(HttpServletRequest request) {
        try (InputStream document = requireNonNull(OpenApiController.class.getResourceAsStream(DOCUMENT))) {
            ObjectNode root = (ObjectNode) JsonMapper.shared().readTree(document);
            root.putArray("servers").addObject().put("url", request.getContextPath() + properties.path());
            return root.toString().getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
