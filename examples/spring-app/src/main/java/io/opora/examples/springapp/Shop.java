package io.opora.examples.springapp;

import io.opora.desk.SupportDesk;
import io.opora.faq.Faq;
import io.opora.faq.FaqEdition;
import io.opora.faq.FaqEntry;
import java.time.Instant;
import java.util.Locale;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** A shop with a helpdesk: everything that is not in {@code application.properties}. */
@SpringBootApplication
public class Shop {

    /**
     * Starts it.
     *
     * @param args Spring Boot's
     */
    public static void main(String[] args) {
        SpringApplication.run(Shop.class, args);
    }

    /** Everybody may ask, and read the FAQ; tickets, and how the desk does, are for those who log in. */
    @Bean
    SecurityFilterChain security(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(requests -> requests
                .requestMatchers("/support/tickets/**").authenticated()
                .requestMatchers(HttpMethod.GET, "/actuator/health/**").permitAll()
                .requestMatchers(HttpMethod.GET, "/actuator/**").hasRole("SUPPORT_AGENT")
                .requestMatchers(HttpMethod.GET, "/support/**").permitAll()
                .requestMatchers(HttpMethod.POST, "/support/**").permitAll()
                .anyRequest().denyAll())
                .httpBasic(Customizer.withDefaults())
                .csrf(csrf -> csrf.ignoringRequestMatchers("/support/**")) // which reads JSON alone
                .build();
    }

    /** An entry to be found, if there is none yet. */
    @Bean
    ApplicationRunner firstEntry(SupportDesk desk) {
        return args -> {
            Faq.Person editor = Faq.Person.editor("shop");
            if (desk.faq().editions(editor, 0, 1).isEmpty()) {
                desk.faq().save(editor, FaqEdition.Content.of(FaqEntry.of("delivery", Locale.ENGLISH,
                        "How long does delivery take?", "Two to three business days.")).from(Instant.EPOCH), 0);
            }
        };
    }
}
