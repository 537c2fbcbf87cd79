package io.opora.spring;

import io.opora.StorageException;
import io.opora.faq.FaqSearch;
import io.opora.lucene.IndexHeldException;
import io.opora.lucene.LuceneFaqSearch;
import io.opora.storage.Storage;
import io.opora.storage.memory.MemoryStorage;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * The FAQ's index, if support-lucene is on the class path: in memory, or in a directory of this node. It is a copy of what the storage
 * keeps; every search begins with taking in what was committed since, on whichever node, and the background does so beforehand.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "support.enabled", matchIfMissing = true)
@ConditionalOnClass(LuceneFaqSearch.class)
@ConditionalOnBooleanProperty(name = "support.faq.index.enabled", matchIfMissing = true)
@EnableConfigurationProperties(FaqIndexProperties.class)
final class SupportFaqIndexAutoConfiguration {

    private static final String DIRECTORY = "support.faq.index.directory";
    private static final String SYNONYMS = "support.faq.index.synonyms";

    /** For Spring. */
    SupportFaqIndexAutoConfiguration() {}

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    FaqSearch supportFaqSearch(FaqIndexProperties properties, ObjectProvider<Storage> storage) {
        LuceneFaqSearch.Builder builder = LuceneFaqSearch.builder();
        Documents.read(SYNONYMS, properties.synonyms(), FaqSearch.Synonyms::parse, Lines::groups)
                .ifPresent(builder::synonyms);
        if (!properties.everydaySynonyms()) {
            builder.withoutEverydaySynonyms();
        }
        Path directory = properties.directory();
        return directory == null ? builder.build() : open(builder, directory, storage.getIfAvailable());
    }

    private static FaqSearch open(LuceneFaqSearch.Builder builder, Path directory, @Nullable Storage storage) {
        if (storage instanceof MemoryStorage) {
            throw SupportConfigurationException.impossible(DIRECTORY,
                    "names " + directory + ", where the index would outlive the entries, which are kept in memory",
                    "Leave '" + DIRECTORY + "' empty, so that the index is kept in memory too; or keep the desk in a"
                            + " database.",
                    null);
        }
        try {
            return builder.directory(directory).build();
        } catch (IndexHeldException e) {
            throw SupportConfigurationException.impossible(DIRECTORY,
                    "names " + directory
                            + ", in which another application, or another node of this one, keeps its index",
                    "Let '" + DIRECTORY
                            + "' name a directory of this node alone, or leave it empty, so that the index is"
                            + " kept in memory; or stop the other one first.",
                    e);
        } catch (StorageException e) {
            throw SupportConfigurationException.impossible(DIRECTORY,
                    "names " + directory + ", where no index can be kept: " + e.getMessage(),
                    "Let '" + DIRECTORY + "' name a directory that this application may make or write to.", e);
        }
    }
}
