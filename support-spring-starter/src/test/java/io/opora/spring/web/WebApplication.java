package io.opora.spring.web;

import static java.util.Objects.requireNonNull;

import io.opora.access.Actor;
import io.opora.spring.CurrentActor;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** A running application with the HTTP layer, in memory, where a header says who is logged in. */
final class WebApplication implements AutoCloseable {

    private final ConfigurableApplicationContext context;
    private final HttpClient client = HttpClient.newHttpClient();
    private final String base;

    private WebApplication(ConfigurableApplicationContext context) {
        this.context = context;
        this.base = "http://localhost:" + context.getEnvironment().getProperty("local.server.port");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(excludeName = {
            "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration",
            "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration",
            "org.springframework.boot.autoconfigure.orm.jpa.HibernateJpaAutoConfiguration",
            "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration",
            "org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration"})
    static class Host {

        @Bean
        CurrentActor whoTheHeaderSays() {
            return () -> Optional
                    .ofNullable(((ServletRequestAttributes) requireNonNull(RequestContextHolder.getRequestAttributes()))
                            .getRequest().getHeader("User"))
                    .map(user -> user.startsWith("agent-") ? Actor.agent(user) : Actor.customer(user));
        }

        @Bean
        Own own() {
            return new Own();
        }
    }

    /** The application has a page of its own below our path. */
    @RestController
    static class Own {

        @GetMapping("/support/own")
        String own() {
            return "own";
        }
    }

    /** Starts one, with rates that no test gets to unless it sets them. */
    static WebApplication start(String... properties) {
        Map<String, String> all = new LinkedHashMap<>();
        Stream.concat(Stream.of("server.port=0", "support.storage=memory", "support.web.enabled=true",
                "support.background.enabled=false", "support.web.requests-per-minute=1000",
                "support.web.questions-per-minute=1000"), Arrays.stream(properties)).map(each -> each.split("=", 2))
                .forEach(each -> all.put(each[0], each[1]));
        return new WebApplication(new SpringApplication(Host.class).run(
                all.entrySet().stream().map(each -> "--" + each.getKey() + "=" + each.getValue())
                        .toArray(String[]::new)));
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    /** Sends a body, which is JSON if no header says otherwise. */
    HttpResponse<String> send(String method, String path, @Nullable String body, String... headers) {
        return send(method, path, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body),
                body != null && !Arrays.asList(headers).contains("Content-Type"), headers);
    }

    HttpResponse<String> send(String method, String path, BodyPublisher body, boolean json, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path)).method(method, body);
        if (json) {
            request.header("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
