package io.opora.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.access.Actor;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Tickets;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * Applications that lack what the starter could work with, one thing after the other: in a process of its own, without its jars, because
 * classes that are on the class path are found by others than those that ask.
 */
class MissingJarsTest {

    /** The application: says which beans of ours it has, and the number of a ticket. */
    static final class Probe {

        private Probe() {}

        @Configuration(proxyBeanMethods = false)
        @EnableAutoConfiguration
        static class Host {}

        /**
         * Starts it.
         *
         * @param args Spring Boot's
         */
        public static void main(String[] args) {
            try (ConfigurableApplicationContext application = new SpringApplication(Host.class).run(args)) {
                String number = application.getBean(Tickets.class)
                        .open(Actor.customer("maria"), OpenTicket.of("Lamp broken", "It flickers.")).number()
                        .toString();
                System.out.println("ticket " + number + " with " + Stream.of(application.getBeanDefinitionNames())
                        .filter(name -> name.startsWith("support")).collect(Collectors.joining(" ", " ", " ")));
            }
        }
    }

    private static String run(Pattern missing, List<String> arguments) throws IOException, InterruptedException {
        List<String> all = Arrays.asList(
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                        .split(File.pathSeparator, -1));
        List<String> left = all.stream().filter(jar -> !missing.matcher(jar).find()).toList();
        assertThat(left).as("something is left out").hasSizeLessThan(all.size());
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp", String.join(File.pathSeparator, left),
                Probe.class.getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.lines().filter(line -> line.startsWith("ticket ")).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            mail; (spring-context-support|/jakarta.mail|angus-mail|spring-boot-mail|greenmail|starter-mail); supportMail
            actuator; (boot-actuator|boot-health|boot-starter-actuator); supportEndpoint
            micrometer; (micrometer-core|micrometer-jakarta9|boot-micrometer-metrics); supportMeasuring
            security; spring-security-; supportCurrentActor
            web; (spring-webmvc|boot-webmvc|boot-web-server|boot-servlet|tomcat|servlet-api); supportAgentController
            lucene; lucene; supportFaqSearch
            """)
    void whatIsMissingIsNotMissed(String what, String jars, String bean) throws Exception {
        assertThat(run(Pattern.compile(jars),
                List.of("--server.port=0", "--spring.datasource.url=jdbc:h2:mem:shop", "--spring.flyway.enabled=false",
                        "--spring.jpa.open-in-view=false", "--support.web.enabled=true",
                        "--management.endpoints.web.exposure.include=*", "--spring.main.banner-mode=off")))
                .as(what).startsWith("ticket 1 ").contains(" supportStorage ").doesNotContain(" " + bean + " ");
    }

    @Test
    void withoutAnythingOfADatabaseItWorksInMemory() throws Exception {
        String jars = "(hibernate-core|spring-orm|jakarta.persistence|data-jpa|boot-hibernate|boot-jpa|spring-data"
                + "|data-commons|boot-persistence|jdbc|Hikari|/h2-|spring-tx|boot-transaction|flyway|boot-sql"
                + "|spring-aspects)";
        assertThat(run(Pattern.compile(jars), List.of("--server.port=0", "--support.storage=memory",
                "--support.web.enabled=true", "--spring.main.banner-mode=off"))).startsWith("ticket 1 ")
                .contains(" supportAgentController ", " supportFaqSearch ");
    }
}
