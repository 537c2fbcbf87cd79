package io.opora.examples.quickstart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A table for a terminal. Columns are as wide as what they hold; the last one is cut where the terminal ends. */
final class Table {

    private static final String GAP = "  ";

    private record Column(String title, boolean right, int most) {}

    private final List<Column> columns = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    /** Adds a column of texts. */
    Table left(String title) {
        return left(title, Display.WIDTH);
    }

    /** Adds a column of texts that is not to be wider than this. */
    Table left(String title, int most) {
        columns.add(new Column(title, false, most));
        return this;
    }

    /** Adds a column of numbers. */
    Table right(String title) {
        columns.add(new Column(title, true, Display.WIDTH));
        return this;
    }

    /** Adds a row, with a value for each column. */
    Table row(Object... values) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException(values.length + " values for " + columns.size() + " columns");
        }
        rows.add(Arrays.stream(values).map(value -> Display.clean(value.toString())).toList());
        return this;
    }

    /** The lines of the table: titles, a rule, the rows. */
    List<String> lines() {
        int[] widths = widths();
        List<String> lines = new ArrayList<>();
        lines.add(line(columns.stream().map(Column::title).toList(), widths));
        lines.add(String.join(GAP, Arrays.stream(widths).mapToObj("─"::repeat).toList()));
        rows.forEach(row -> lines.add(line(row, widths)));
        return lines;
    }

    private int[] widths() {
        int[] widths = IntStream.range(0, columns.size()).map(this::width).toArray();
        int last = widths.length - 1;
        int others = Arrays.stream(widths, 0, last).map(width -> width + GAP.length()).sum();
        widths[last] = Math.clamp(widths[last], 1, Math.max(Display.WIDTH - others, 1));
        return widths;
    }

    private int width(int column) {
        int widest = rows.stream().mapToInt(row -> Display.width(row.get(column))).max().orElse(0);
        Column wanted = columns.get(column);
        return Math.max(Display.width(wanted.title()), Math.min(widest, wanted.most()));
    }

    private String line(List<String> values, int[] widths) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            String cell = Display.cut(values.get(i), widths[i]);
            cells.add(columns.get(i).right() ? Display.padLeft(cell, widths[i]) : Display.padRight(cell, widths[i]));
        }
        return String.join(GAP, cells).stripTrailing();
    }
}
