package io.opora.spring;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;

/**
 * The index that the FAQ is searched in, if support-lucene is there.
 *
 * @param enabled whether there is one
 * @param directory where it is kept, in a directory of this node alone; in memory if there is none
 * @param synonyms what means the same to the application's customers, one group a line, phrases parted by commas
 * @param everydaySynonyms whether the everyday synonyms of English and Russian that come with the library count
 */
@ConfigurationProperties("support.faq.index")
record FaqIndexProperties(@DefaultValue("true") boolean enabled, @Nullable Path directory, @Nullable Resource synonyms,
        @DefaultValue("true") boolean everydaySynonyms) {}
