package io.opora.examples.benchmarks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * Turns JMH's results into the table of the README. A floor is the method {@code floor} of the same class with the same
 * parameters, so far as it has them. Results are medians of all iterations, and of
 * samples the 99th percentile as well: other programs on the machine spoil a mean.
 */
final class Report {

    /** One line of the results. */
    private record Result(String benchmark, String contestant, String mode, String unit, Map<String, String> params,
            double median, double bytes) {

        /** {@return a result; of samples, two of them: the median, and the 99th percentile} */
        static List<Result> of(JsonNode node) {
            Result whole = whole(node);
            JsonNode percentiles = node.path("primaryMetric").path("scorePercentiles");
            return whole.mode.equals("sample")
                    ? List.of(whole.percentile("50", percentiles), whole.percentile("99", percentiles))
                    : List.of(whole);
        }

        private Result percentile(String percentile, JsonNode percentiles) {
            Map<String, String> more = new HashMap<>(params);
            more.put("percentile", percentile);
            return new Result(benchmark, contestant, mode, unit, more,
                    percentiles.path(percentile + ".0").doubleValue(), bytes);
        }

        private static Result whole(JsonNode node) {
            String[] name = node.path("benchmark").stringValue("").split("\\.");
            int type = 0;
            while (!Character.isUpperCase(name[type].charAt(0))) {
                type++;
            }
            Map<String, String> params = new HashMap<>();
            node.path("params").properties()
                    .forEach(param -> params.put(param.getKey(), param.getValue().stringValue("")));
            JsonNode primary = node.path("primaryMetric");
            double[] raw = StreamSupport.stream(primary.path("rawData").spliterator(), false)
                    .flatMap(fork -> StreamSupport.stream(fork.spliterator(), false)).mapToDouble(JsonNode::doubleValue)
                    .sorted().toArray();
            double median = raw.length == 0
                    ? primary.path("score").doubleValue()
                    : (raw[(raw.length - 1) / 2] + raw[raw.length / 2]) / 2;
            String[] types = List.of(name).subList(type, name.length - 1).toArray(String[]::new);
            return new Result(String.join(".", types).replace("Benchmark", ""), name[name.length - 1],
                    node.path("mode").stringValue(""), primary.path("scoreUnit").stringValue(""), params, median,
                    node.path("secondaryMetrics").path("gc.alloc.rate.norm").path("score").doubleValue(Double.NaN));
        }

        boolean isFloorOf(Result other) {
            return contestant.equals("floor") && benchmark.equals(other.benchmark) && mode.equals(other.mode)
                    && other.params.entrySet().containsAll(params.entrySet());
        }

        /** How many times as much as the floor this costs. */
        double times(Result floor) {
            return mode.equals("thrpt") ? floor.median / median : median / floor.median;
        }

        String shownParams() {
            return params.entrySet().stream().sorted(Map.Entry.comparingByKey())
                    .map(param -> param.getKey() + ' ' + param.getValue()).collect(Collectors.joining(", "));
        }

        String line(Optional<Result> floor) {
            return String.format(Locale.ROOT, "| %s | %s | %s | %s %s | %s | %s |", benchmark, shownParams(),
                    contestant, number(median), unit, Double.isNaN(bytes) ? "" : number(bytes),
                    floor.map(found -> number(times(found))).orElse(""));
        }

        private static String number(double value) {
            return String.format(Locale.ROOT, value < 10 ? "%,.2f" : value < 100 ? "%,.1f" : "%,.0f", value);
        }
    }

    private Report() {}

    /**
     * Makes the table.
     *
     * @param results what JMH wrote
     * @return the table in Markdown, cases side by side
     */
    static String table(JsonNode results) {
        List<Result> all = new ArrayList<>();
        results.forEach(node -> all.addAll(Result.of(node)));
        all.sort(Comparator.comparing(Result::benchmark).thenComparing(Result::shownParams)
                .thenComparing(Result::contestant));
        StringBuilder table = new StringBuilder("""
                | benchmark | case | contestant | median | B/op | × floor |
                |---|---|---|--:|--:|--:|
                """);
        for (Result result : all) {
            Optional<Result> floor = all.stream().filter(other -> other.isFloorOf(result)).findFirst();
            table.append(result.line(floor)).append('\n');
        }
        return table.toString();
    }
}
