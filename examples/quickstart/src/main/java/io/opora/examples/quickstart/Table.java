package io.opora.examples.quickstart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A table for a terminal. Columns are as wide as what they hold; the last one ends where the terminal does. */
final class Table {

    private static final String GAP = "  ";

    private enum Form {
        CUT, WRAPPED, RIGHT
    }

    private record Column(String title, Form form, int most) {}

    private final int width;
    private final List<Column> columns = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    /** A table as wide as the terminal. */
    Table() {
        this(Display.WIDTH);
    }

    /** A table that is not to be wider than this. */
    Table(int width) {
        this.width = width;
    }

    /** Adds a column of texts. */
    Table left(String title) {
        return left(title, width);
    }

    /** Adds a column of texts that is not to be wider than this. */
    Table left(String title, int most) {
        columns.add(new Column(title, Form.CUT, most));
        return this;
    }

    /** Adds a column of texts that are broken into several lines rather than cut; it has to be the last one. */
    Table wrapped(String title) {
        columns.add(new Column(title, Form.WRAPPED, width));
        return this;
    }

    /** Adds a column of numbers. */
    Table right(String title) {
        columns.add(new Column(title, Form.RIGHT, width));
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
        rows.forEach(row -> lines.addAll(lines(row, widths)));
        return lines;
    }

    private List<String> lines(List<String> row, int[] widths) {
        if (columns.getLast().form() != Form.WRAPPED) {
            return List.of(line(row, widths));
        }
        List<String> lines = new ArrayList<>();
        List<String> values = new ArrayList<>(row);
        for (String part : Display.wrap(row.getLast(), widths[widths.length - 1])) {
            values.set(values.size() - 1, part);
            lines.add(line(values, widths));
            values.replaceAll(value -> "");
        }
        return lines;
    }

    private int[] widths() {
        int[] widths = IntStream.range(0, columns.size()).map(this::width).toArray();
        int last = widths.length - 1;
        int others = Arrays.stream(widths, 0, last).map(width -> width + GAP.length()).sum();
        widths[last] = Math.clamp(widths[last], 1, Math.max(width - others, 1));
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
            cells.add(columns.get(i).form() == Form.RIGHT
                    ? Display.padLeft(cell, widths[i])
                    : Display.padRight(cell, widths[i]));
        }
        return String.join(GAP, cells).stripTrailing();
    }
}
