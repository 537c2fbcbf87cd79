package io.opora.examples.benchmarks;

import io.opora.faq.FaqEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;

/** What one would write first with Lucene: the question twice as heavy as the answer, its analyzer for English, ten hits. */
final class FloorFaqSearch implements AutoCloseable {

    private static final int HITS = 10;

    private final Analyzer analyzer = new EnglishAnalyzer();
    private final Directory directory;
    private final DirectoryReader reader;
    private final IndexSearcher searcher;

    FloorFaqSearch(List<FaqEntry> entries) {
        directory = new ByteBuffersDirectory();
        try {
            IndexWriterConfig config = new IndexWriterConfig(analyzer).setMergeScheduler(new SerialMergeScheduler());
            try (IndexWriter writer = new IndexWriter(directory, config)) {
                for (FaqEntry entry : entries) {
                    Document document = new Document();
                    document.add(new StringField("id", entry.id().value(), Field.Store.YES));
                    document.add(new TextField("question", entry.question(), Field.Store.YES));
                    document.add(new TextField("answer", entry.answer(), Field.Store.YES));
                    writer.updateDocument(new Term("id", entry.id().value()), document);
                }
            }
            reader = DirectoryReader.open(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        searcher = new IndexSearcher(reader);
    }

    List<String> search(String text) {
        try {
            BooleanQuery.Builder query = new BooleanQuery.Builder();
            try (TokenStream tokens = analyzer.tokenStream("question", text)) {
                CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
                tokens.reset();
                while (tokens.incrementToken()) {
                    query.add(new BoostQuery(new TermQuery(new Term("question", term.toString())), 2), Occur.SHOULD);
                    query.add(new TermQuery(new Term("answer", term.toString())), Occur.SHOULD);
                }
                tokens.end();
            }
            List<String> ids = new ArrayList<>();
            for (ScoreDoc each : searcher.search(query.build(), HITS).scoreDocs) {
                ids.add(searcher.storedFields().document(each.doc).get("id"));
            }
            return ids;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            reader.close();
            directory.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
