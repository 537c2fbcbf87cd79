package io.opora.spring;

import io.opora.desk.SupportDesk;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mail.javamail.JavaMailSender;

/** Has the desk send mail, by the application's mail sender, if that is wanted. */
@AutoConfiguration(after = SupportAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "support.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty("support.mail.enabled")
@EnableConfigurationProperties(MailProperties.class)
final class SupportMailAutoConfiguration {

    /** For Spring. */
    SupportMailAutoConfiguration() {}

    private static final String SENDER = "org.springframework.mail.javamail.JavaMailSender";

    /** Where there can be a mail sender. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = {SENDER, "jakarta.mail.internet.MimeMessage"})
    static class WithMail {

        @Bean
        SupportDeskCustomizer supportMail(MailProperties properties, ObjectProvider<JavaMailSender> senders,
                ObjectProvider<SupportDesk> desk) {
            JavaMailSender sender = senders.getIfUnique();
            if (sender == null) {
                throw SupportConfigurationException.impossible("support.mail.enabled",
                        "asks for mail, but there is no mail sender, or more than one and none is primary",
                        "Set spring.mail.host, or define a bean of type JavaMailSender, or mark one as primary; or set"
                                + " support.mail.enabled=false.",
                        null);
            }
            MailOut mail = MailOut.of(properties, sender, desk::getObject);
            return builder -> mail.customize(builder);
        }
    }

    /** Where there cannot. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass(SENDER)
    static class WithoutMail {

        @Bean
        SupportDeskCustomizer supportMail() {
            throw SupportConfigurationException.impossible("support.mail.enabled",
                    "asks for mail, but nothing that sends mail is on the class path",
                    "Add spring-boot-starter-mail and set spring.mail.host; or set support.mail.enabled=false.", null);
        }
    }
}
