package io.opora.spring.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.condition.PathPatternsRequestCondition;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Makes problems of requests to our paths that none of our methods takes: by another method, with a body of another type, or for an answer
 * of another type. No controller is chosen yet when that is found out, so its advice is not asked. Paths of others are left alone.
 */
final class UnmappedProblems implements HandlerExceptionResolver, Ordered {

    private static final Set<Class<?>> OURS = Set.of(AgentController.class, PublicController.class, FaqController.class,
            OpenApiController.class);

    private final ObjectProvider<RequestMappingHandlerMapping> mappings;

    UnmappedProblems(ObjectProvider<RequestMappingHandlerMapping> mappings) {
        this.mappings = mappings;
    }

    /** Ahead of Spring's, which would take them all. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public @Nullable ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response,
            @Nullable Object handler, Exception e) {
        if (handler != null || response.isCommitted() || !isOurs(request)) {
            return null;
        }
        return switch (e) {
            case HttpRequestMethodNotSupportedException method -> {
                String[] allowed = method.getSupportedMethods();
                String list = String.join(", ", allowed == null ? new String[0] : allowed);
                response.setHeader(HttpHeaders.ALLOW, list);
                yield answer(response, HttpStatus.METHOD_NOT_ALLOWED, "method-not-allowed",
                        "Here one can " + list + ", not " + method.getMethod());
            }
            case HttpMediaTypeNotSupportedException type -> {
                response.setHeader(HttpHeaders.ACCEPT, list(type.getSupportedMediaTypes()));
                yield answer(response, HttpStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type",
                        "The body has to be " + list(type.getSupportedMediaTypes()));
            }
            case HttpMediaTypeNotAcceptableException type -> answer(response, HttpStatus.NOT_ACCEPTABLE,
                    "not-acceptable", "What is answered is " + list(type.getSupportedMediaTypes()));
            default -> null;
        };
    }

    private boolean isOurs(HttpServletRequest request) {
        return ServletRequestPathUtils.hasParsedRequestPath(request) && mappings.stream()
                .flatMap(mapping -> mapping.getHandlerMethods().entrySet().stream())
                .filter(mapped -> OURS.contains(mapped.getValue().getBeanType())).anyMatch(mapped -> {
                    PathPatternsRequestCondition paths = mapped.getKey().getPathPatternsCondition();
                    return paths != null && paths.getMatchingCondition(request) != null;
                });
    }

    private static String list(List<MediaType> types) {
        return types.stream().map(MediaType::toString).distinct().collect(Collectors.joining(", "));
    }

    private static ModelAndView answer(HttpServletResponse response, HttpStatus status, String type, String detail) {
        byte[] body = JsonNodeFactory.instance.objectNode().put("type", Problems.TYPE + type).put("title", type)
                .put("status", status.value()).put("detail", detail).toString().getBytes(StandardCharsets.UTF_8);
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setContentLength(body.length);
        try {
            response.getOutputStream().write(body);
        } catch (IOException e) {
            return new ModelAndView(); // nobody is there any more
        }
        return new ModelAndView();
    }
}
