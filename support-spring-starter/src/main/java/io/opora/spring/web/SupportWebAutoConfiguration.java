package io.opora.spring.web;

import io.opora.desk.SupportDesk;
import io.opora.spring.CurrentActor;
import io.opora.spring.SupportProperties;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Adds the desk's HTTP layer to an application with Spring MVC that wants it. */
@AutoConfiguration(afterName = "io.opora.spring.SupportAutoConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(DispatcherServlet.class)
@ConditionalOnBooleanProperty(name = "support.web.enabled")
@ConditionalOnBooleanProperty(name = "support.enabled", matchIfMissing = true)
@ConditionalOnBean(SupportDesk.class)
@EnableConfigurationProperties({WebProperties.class, SupportProperties.class})
final class SupportWebAutoConfiguration {

    /** With Spring Security. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.security.core.context.SecurityContextHolder")
    static class WithSecurity {

        @Bean
        @ConditionalOnMissingBean(CurrentActor.class)
        CurrentActor supportCurrentActor(WebProperties properties) {
            return new SecurityCurrentActor(properties);
        }
    }

    /** One for all that strangers can call, so that a minute has one limit. */
    @Bean
    Limits supportLimits(WebProperties properties, ObjectProvider<InstantSource> clocks) {
        InstantSource clock = clocks.getIfUnique(InstantSource::system);
        return new Limits(new RateLimits(properties.requestsPerMinute(), clock),
                new RateLimits(properties.questionsPerMinute(), clock));
    }

    /**
     * How often strangers may come.
     *
     * @param requests to ask, answer and rate
     * @param questions to look and search
     */
    record Limits(RateLimits requests, RateLimits questions) {}

    @Bean
    AgentController supportAgentController(SupportDesk desk, ObjectProvider<CurrentActor> current) {
        return new AgentController(desk, current.getIfAvailable(() -> Optional::empty));
    }

    @Bean
    PublicController supportPublicController(SupportDesk desk, ObjectProvider<CurrentActor> current,
            WebProperties properties, Limits limits, SupportProperties support) {
        return new PublicController(desk, current.getIfAvailable(() -> Optional::empty), properties, limits.questions(),
                new Languages(support.locale()));
    }

    @Bean
    FaqController supportFaqController(SupportDesk desk, ObjectProvider<CurrentActor> current,
            Limits limits, SupportProperties support) {
        return new FaqController(desk, current.getIfAvailable(() -> Optional::empty), limits.questions(),
                new Languages(support.locale()));
    }

    @Bean
    Problems supportProblems(ObjectProvider<InstantSource> clocks, WebProperties properties) {
        return new Problems(clocks.getIfUnique(InstantSource::system), properties.challenge());
    }

    @Bean
    UnmappedProblems supportUnmappedProblems(ObjectProvider<RequestMappingHandlerMapping> mappings) {
        return new UnmappedProblems(mappings);
    }

    @Bean
    BodyLimit supportBodyLimit(WebProperties properties, Limits limits) {
        return new BodyLimit(properties.maxBody(), limits.requests());
    }

    @Bean
    @ConditionalOnBooleanProperty(name = "support.web.openapi", matchIfMissing = true)
    OpenApiController supportOpenApiController(WebProperties properties) {
        return new OpenApiController(properties);
    }
}
