package io.opora.spring;

import io.opora.spring.host.Parcel;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

/** Applications on whichever Boot is on the class path: 4 or 3, whose classes have other names. */
final class Boot {

    private static final String[][] NAMES = {
            {"org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
                    "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration"},
            {"org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
                    "org.springframework.boot.autoconfigure.orm.jpa.HibernateJpaAutoConfiguration"},
            {"org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration",
                    "org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration"}};

    private Boot() {}

    /** The application's own packages hold one entity. */
    @Configuration(proxyBeanMethods = false)
    @AutoConfigurationPackage(basePackageClasses = Parcel.class)
    static class Host {}

    /** An application with nothing but this starter. */
    static ApplicationContextRunner bare() {
        return new ApplicationContextRunner().withConfiguration(
                AutoConfigurations.of(SupportEntitiesAutoConfiguration.class, SupportJpaAutoConfiguration.class,
                        SupportFaqIndexAutoConfiguration.class,
                        SupportAutoConfiguration.class));
    }

    /** An application with this starter and JPA on a database of its own in memory. */
    static ApplicationContextRunner withDatabase() {
        return bare().withConfiguration(AutoConfigurations.of(
                Arrays.stream(NAMES).map(Boot::found).flatMap(Optional::stream).toArray(Class<?>[]::new)))
                .withUserConfiguration(Host.class)
                .withPropertyValues("spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID(),
                        "spring.jpa.hibernate.ddl-auto=update", "spring.jpa.open-in-view=false");
    }

    /**
     * An application in which everything is there that the starter could work with, and switched on; to be closed. What is given goes
     * before.
     */
    static ConfigurableApplicationContext withEverything(String... properties) {
        return new SpringApplication(Everything.class)
                .run(Stream.concat(Stream.of(properties), everything().stream()).toArray(String[]::new));
    }

    /** The properties of {@link #withEverything}, as arguments. */
    static List<String> everything() {
        return List.of("--server.port=0", "--spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID(),
                "--spring.flyway.enabled=false", "--spring.jpa.open-in-view=false",
                "--management.endpoints.web.exposure.include=*", "--support.web.enabled=true",
                "--support.replies.virtual-manager.enabled=true", "--support.replies.virtual-manager.templates=a",
                "--spring.mail.host=localhost", "--support.mail.enabled=true",
                "--support.mail.from=support@shop.example",
                "--support.mail.link=https://shop.example/requests/{token}",
                "--support.webhook.url=http://localhost:9/hook",
                "--support.webhook.secret=0123456789abcdef0123456789abcdef", "--support.background.drain=1h");
    }

    /** The host of {@link #withEverything}. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Everything {}

    /** A class by the name that it has here. */
    static Optional<Class<?>> found(String... names) {
        ClassLoader loader = Boot.class.getClassLoader();
        return Arrays.stream(names).filter(name -> ClassUtils.isPresent(name, loader)).findFirst()
                .map(name -> ClassUtils.resolveClassName(name, loader));
    }
}
