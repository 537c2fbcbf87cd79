/**
 * FAQ search on an OpenSearch cluster: {@link io.opora.examples.opensearch.OpenSearchFaqSearch} passes the contract suite for
 * searches, with nothing but the JDK's HTTP client and the JSON library that Opora has anyway.
 *
 * {@snippet :
 * try (FaqSearch search = OpenSearchFaqSearch.connect(URI.create("http://localhost:9200"), "faq")) {
 *     search.index(List.of(FaqEntry.of("refund", Locale.ENGLISH, "How do I get my money back?", "Within 14 days.")));
 *     search.search(FaqQuery.of("money"));
 * }
 * }
 */
@NullMarked
package io.opora.examples.opensearch;

import org.jspecify.annotations.NullMarked;
