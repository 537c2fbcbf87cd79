package io.opora.spring;

import static java.util.Objects.requireNonNull;

import io.opora.desk.SupportDesk;
import io.opora.event.EventConsumer;
import io.opora.faq.Faq;
import io.opora.faq.FaqSearch;
import io.opora.reply.Replies;
import io.opora.reply.ReplySuggester;
import io.opora.report.Reports;
import io.opora.storage.Storage;
import io.opora.storage.memory.MemoryStorage;
import io.opora.ticket.People;
import io.opora.ticket.ServiceLevels;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketEvents;
import io.opora.ticket.Tickets;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;

/**
 * The desk and its facades, on the storage that {@link SupportJpaAutoConfiguration} finds in the application, or in memory if it is
 * asked for. An application that has beans of these types keeps its own. The application's clock is used if it has exactly one.
 */
@AutoConfiguration(after = {SupportJpaAutoConfiguration.class, SupportFaqIndexAutoConfiguration.class})
@ConditionalOnBooleanProperty(name = "support.enabled", matchIfMissing = true)
@EnableConfigurationProperties({SupportProperties.class, RepliesProperties.class})
@ImportRuntimeHints(SupportRuntimeHints.class)
final class SupportAutoConfiguration {

    /** For Spring. */
    SupportAutoConfiguration() {}

    /** In memory, for a first try. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "support.storage", havingValue = "memory")
    static class InMemory {

        @Bean(destroyMethod = "close")
        @ConditionalOnMissingBean
        Storage supportStorage() {
            return MemoryStorage.create();
        }
    }

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    SupportDesk supportDesk(SupportProperties properties, RepliesProperties replies, Storage storage,
            ObjectProvider<InstantSource> clocks, ObjectProvider<FaqSearch> searches,
            ObjectProvider<ReplySuggester> suggesters, ObjectProvider<SupportDesk.VirtualManager> managers,
            ObjectProvider<SupportDeskCustomizer> customizers, ApplicationEventPublisher publisher) {
        SupportDesk.Builder builder = SupportDesk.builder().storage(storage).listener(publisher::publishEvent);
        clocks.ifUnique(builder::clock);
        Documents.configure(builder, properties);
        searches.ifAvailable(builder::faqSearch);
        builder.acceptingWrongReplies(replies.acceptedWrong());
        suggesters.ifAvailable(builder::replySuggester);
        AtomicReference<SupportDesk> desk = new AtomicReference<>();
        managers.ifAvailable(manager -> answering(builder, manager, () -> requireNonNull(desk.get())));
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        desk.set(builder.build());
        return requireNonNull(desk.get());
    }

    /** The virtual manager looks at each request when consumers are told of it, which is once on all nodes, and after its commit. */
    private static void answering(SupportDesk.Builder builder, SupportDesk.VirtualManager manager,
            Supplier<SupportDesk> desk) {
        builder.virtualManager(manager).consumer(EventConsumer.of("virtual-manager", TicketEvent.Opened.class,
                told -> desk.get().answerAutomatically(told.event().stamp().ticket())));
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBooleanProperty(name = "support.replies.virtual-manager.enabled")
    SupportDesk.VirtualManager supportVirtualManager(RepliesProperties properties) {
        return properties.virtualManager().make();
    }

    // the desk closes its facades

    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean
    Tickets supportTickets(SupportDesk desk) {
        return desk.tickets();
    }

    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean
    ServiceLevels supportServiceLevels(SupportDesk desk) {
        return desk.sla();
    }

    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean
    TicketEvents supportEvents(SupportDesk desk) {
        return desk.events();
    }

    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean
    Reports supportReports(SupportDesk desk) {
        return desk.reports();
    }

    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean
    People supportPeople(SupportDesk desk) {
        return desk.people();
    }

    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean
    Faq supportFaq(SupportDesk desk) {
        return desk.faq();
    }

    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean
    Replies supportReplies(SupportDesk desk) {
        return desk.replies();
    }

    @Bean
    @ConditionalOnMissingBean
    io.opora.ticket.Configuration supportConfiguration(SupportDesk desk) {
        return desk.configuration();
    }

    @Bean
    @ConditionalOnBooleanProperty(name = "support.background.enabled", matchIfMissing = true)
    Background supportBackground(SupportDesk desk, SupportProperties properties, ObjectProvider<FaqSearch> searches) {
        return new Background(desk, properties.background(), searches.getIfAvailable() != null);
    }
}
