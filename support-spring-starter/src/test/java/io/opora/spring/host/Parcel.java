package io.opora.spring.host;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** An entity of the application. */
@Entity
@Table(name = "parcel")
@SuppressWarnings({"unused", "NullAway.Init"}) // the provider fills it in and reads it
public class Parcel {

    @Id
    private Long id;

    @Column(name = "state", nullable = false)
    private String state;

    /** For the provider. */
    protected Parcel() {}

    /**
     * Makes a parcel.
     *
     * @param id its number
     * @param state where it is
     */
    public Parcel(Long id, String state) {
        this.id = id;
        this.state = state;
    }
}
