package io.opora.spring.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/**
 * Before a body is read: lets strangers come only so often, and reads no more than a limit, whatever the request says of its length. For
 * what comes to this layer, and for nothing else.
 */
@ControllerAdvice(assignableTypes = {AgentController.class, PublicController.class})
final class BodyLimit extends RequestBodyAdviceAdapter {

    private final DataSize limit;
    private final RateLimits strangers;

    BodyLimit(DataSize limit, RateLimits strangers) {
        this.limit = limit;
        this.strangers = strangers;
    }

    @Override
    public boolean supports(MethodParameter parameter, Type type, Class<? extends HttpMessageConverter<?>> converter) {
        return true; // of the controllers above
    }

    @Override
    public HttpInputMessage beforeBodyRead(HttpInputMessage message, MethodParameter parameter, Type type,
            Class<? extends HttpMessageConverter<?>> converter) throws IOException {
        if (PublicController.class.isAssignableFrom(parameter.getContainingClass())) {
            strangers.take(request().getRemoteAddr());
        }
        if (message.getHeaders().getContentLength() > limit.toBytes()) {
            throw new TooLargeException(limit);
        }
        InputStream bounded = new Bounded(message.getBody(), limit);
        return new HttpInputMessage() {
            @Override
            public InputStream getBody() {
                return bounded;
            }

            @Override
            public HttpHeaders getHeaders() {
                return message.getHeaders();
            }
        };
    }

    private static HttpServletRequest request() {
        return ((ServletRequestAttributes) RequestContextHolder.currentRequestAttributes()).getRequest();
    }

    /** Ends with an error instead of giving more than the limit. */
    private static final class Bounded extends FilterInputStream {

        private final DataSize limit;
        private long left;

        Bounded(InputStream body, DataSize limit) {
            super(body);
            this.limit = limit;
            this.left = limit.toBytes();
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            took(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            int read = super.read(to, offset, length);
            took(Math.max(0, read));
            return read;
        }

        @Override
        public long skip(long count) throws IOException {
            long skipped = super.skip(count);
            took(skipped);
            return skipped;
        }

        private void took(long bytes) {
            left -= bytes;
            if (left < 0) {
                throw new TooLargeException(limit);
            }
        }
    }

    /** More than is read. */
    static final class TooLargeException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private TooLargeException(DataSize limit) {
            super("The body is too large: at most " + limit.toBytes() + " bytes are read");
        }
    }
}
