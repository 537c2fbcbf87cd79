-- The first migration of an application that has its own.
create table parcel (id bigint not null primary key, state varchar(255) not null);
