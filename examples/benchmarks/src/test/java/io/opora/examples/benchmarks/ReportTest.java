package io.opora.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ReportTest {

    private static final String RESULTS = """
            [{"benchmark": "io.opora.examples.benchmarks.DecisionBenchmark.floor", "mode": "avgt",
              "params": {"move": "ask"},
              "primaryMetric": {"score": 99.0, "scoreUnit": "ns/op", "rawData": [[20.0, 10.0], [900.0]]},
              "secondaryMetrics": {"gc.alloc.rate.norm": {"score": 216.004}}},
             {"benchmark": "io.opora.examples.benchmarks.DecisionBenchmark.opora", "mode": "avgt",
              "params": {"move": "ask", "roles": "5"},
              "primaryMetric": {"score": 30.0, "scoreUnit": "ns/op", "rawData": [[30.0, 40.0]]},
              "secondaryMetrics": {"gc.alloc.rate.norm": {"score": 216.001}}},
             {"benchmark": "io.opora.examples.benchmarks.DecisionBenchmark.opora", "mode": "avgt",
              "params": {"move": "hold", "roles": "5"},
              "primaryMetric": {"score": 1234.4, "scoreUnit": "ns/op", "rawData": []}},
             {"benchmark": "io.opora.examples.benchmarks.EndToEndBenchmark.TwoThreads.opora", "mode": "thrpt",
              "primaryMetric": {"score": 1000.0, "scoreUnit": "ops/s", "rawData": [[1000.0]]}},
             {"benchmark": "io.opora.examples.benchmarks.EndToEndBenchmark.TwoThreads.floor", "mode": "thrpt",
              "primaryMetric": {"score": 4000.0, "scoreUnit": "ops/s", "rawData": [[4000.0]]}}]
            """;

    @Test
    void samplesHaveAMedianAndA99thPercentileEachBesideThatOfTheFloor() {
        assertThat(Report.table(JsonMapper.shared().readTree(
                """
                        [{"benchmark": "io.opora.examples.benchmarks.FaqSearchBenchmark.floor", "mode": "sample",
                          "params": {"entries": "1000"},
                          "primaryMetric": {"score": 9.0, "scoreUnit": "us/op", "scorePercentiles": {"50.0": 5.0, "99.0": 20.0}}},
                         {"benchmark": "io.opora.examples.benchmarks.FaqSearchBenchmark.opora", "mode": "sample",
                          "params": {"entries": "1000"},
                          "primaryMetric": {"score": 9.0, "scoreUnit": "us/op", "scorePercentiles": {"50.0": 10.0, "99.0": 60.0}}}]
                        """)))
                .isEqualTo("""
                        | benchmark | case | contestant | median | B/op | × floor |
                        |---|---|---|--:|--:|--:|
                        | FaqSearch | entries 1000, percentile 50 | floor | 5.00 us/op |  | 1.00 |
                        | FaqSearch | entries 1000, percentile 50 | opora | 10.0 us/op |  | 2.00 |
                        | FaqSearch | entries 1000, percentile 99 | floor | 20.0 us/op |  | 1.00 |
                        | FaqSearch | entries 1000, percentile 99 | opora | 60.0 us/op |  | 3.00 |
                        """);
    }

    @Test
    void eachResultStandsBesideItsFloor() {
        assertThat(Report.table(JsonMapper.shared().readTree(RESULTS))).isEqualTo("""
                | benchmark | case | contestant | median | B/op | × floor |
                |---|---|---|--:|--:|--:|
                | Decision | move ask | floor | 20.0 ns/op | 216 | 1.00 |
                | Decision | move ask, roles 5 | opora | 35.0 ns/op | 216 | 1.75 |
                | Decision | move hold, roles 5 | opora | 1,234 ns/op |  |  |
                | EndToEnd.TwoThreads |  | floor | 4,000 ops/s |  | 1.00 |
                | EndToEnd.TwoThreads |  | opora | 1,000 ops/s |  | 4.00 |
                """);
    }
}
