$version: "2.0"

namespace example.bookshop

use aws.protocols#restJson1

/// A bookshop that sells and lends.
@title("Bookshop")
@restJson1
@httpBearerAuth
@httpApiKeyAuth(name: "X-Shop-Key", in: "header")
@httpBasicAuth
@httpDigestAuth
@auth([httpBearerAuth, httpApiKeyAuth])
@paginated(inputToken: "token", outputToken: "next", pageSize: "size")
service Bookshop {
    version: "2026-11-01"
    operations: [Ping, Discover, DescribeShelf, PlaceOrder, GetAccount, ChangePassword]
    resources: [Book]
    errors: [NotAllowed, Busy]
}

/// A book in the shop.
resource Book {
    identifiers: { bookId: BookId }
    create: AddBook
    read: GetBook
    update: ChangeBook
    delete: RemoveBook
    list: ListBooks
    operations: [PutCover, GetCover]
    resources: [Review]
}

/// What a reader says of a book.
resource Review {
    identifiers: { bookId: BookId, reviewId: ReviewId }
    put: PutReview
    list: ListReviews
}

/// Says whether the shop is open; anybody may ask.
@readonly
@auth([])
@http(method: "GET", uri: "/ping")
operation Ping {
    output := {
        open: Boolean
    }
}

/// Finds shops nearby.
@readonly
@auth([])
@http(method: "M-SEARCH", uri: "/")
operation Discover {
    output := {
        places: Texts
    }
}

/// Tells what stands on a shelf.
@readonly
@optionalAuth
@http(method: "PROPFIND", uri: "/shelves/{shelf}", code: 207)
operation DescribeShelf {
    input := {
        @required
        @httpLabel
        shelf: String
    }

    output := {
        titles: Texts
        reserved: Boolean
    }
}

/// Puts a book into the shop.
@http(method: "POST", uri: "/books", code: 201)
operation AddBook {
    input := with [BookFacts] {
        @required
        $title
    }

    output := for Book {
        @required
        $bookId
    }
}

/// Reads about a book. Those who have an account see more.
@readonly
@optionalAuth
@http(method: "GET", uri: "/books/{bookId}")
operation GetBook {
    input := for Book {
        @required
        @httpLabel
        $bookId
    }

    output := {
        @httpPayload
        book: BookDetails
    }

    errors: [NoSuchBook]
}

/// Changes what is known of a book.
@http(method: "PATCH", uri: "/books/{bookId}")
operation ChangeBook {
    input := for Book with [BookFacts] {
        @required
        @httpLabel
        $bookId
    }

    output: BookDetails
    errors: [NoSuchBook]
}

/// Takes a book out of the shop.
@idempotent
@http(method: "DELETE", uri: "/books/{bookId}", code: 204)
operation RemoveBook {
    input := for Book {
        @required
        @httpLabel
        $bookId
    }

    errors: [NoSuchBook]
}

/// Lists the books of the shop, or those of one genre.
@readonly
@paginated(items: "books")
@http(method: "GET", uri: "/books")
operation ListBooks {
    input := with [Paged] {
        @httpQuery("genre")
        genre: Genre
    }

    output := with [PagedAnswer] {
        books: Books
    }
}

/// Stores the picture of a book's cover.
@idempotent
@auth([httpDigestAuth])
@http(method: "PUT", uri: "/books/{bookId}/cover")
operation PutCover {
    input := for Book {
        @required
        @httpLabel
        $bookId

        @httpHeader("Content-Type")
        contentType: String

        @httpPayload
        picture: Picture = ""
    }

    output := {
        size: Long
    }

    errors: [NoSuchBook]
}

/// Gives the picture of a book's cover.
@readonly
@auth([httpApiKeyAuth, httpDigestAuth])
@http(method: "GET", uri: "/books/{bookId}/cover")
operation GetCover {
    input := for Book {
        @required
        @httpLabel
        $bookId
    }

    output := {
        @httpHeader("Content-Type")
        contentType: String

        @httpPayload
        picture: Picture = ""
    }

    errors: [NoSuchBook]
}

/// Stores a review, in place of what the reader said before.
@idempotent
@http(method: "PUT", uri: "/books/{bookId}/reviews/{reviewId}")
operation PutReview {
    input := for Review {
        @required
        @httpLabel
        $bookId

        @required
        @httpLabel
        $reviewId

        @required
        stars: Stars

        text: String
    }
}

/// Lists what readers say of a book.
@readonly
@paginated(items: "reviews")
@http(method: "GET", uri: "/books/{bookId}/reviews")
operation ListReviews {
    input := for Book with [Paged] {
        @required
        @httpLabel
        $bookId
    }

    output := with [PagedAnswer] {
        reviews: ReviewList
    }

    errors: [NoSuchBook]
}

/// Orders books.
@auth([httpApiKeyAuth, httpBasicAuth])
@http(method: "POST", uri: "/orders", code: 201)
operation PlaceOrder {
    input := {
        @required
        bookIds: BookIds

        @required
        payment: Payment

        /// Whatever the shop is to know beside that.
        notes: Document

        @idempotencyToken
        @httpHeader("Idempotency-Key")
        orderKey: String
    }

    output := {
        @required
        orderId: String

        delivered: Timestamp
    }

    errors: [NoSuchBook, OutOfStock]
}

/// Reads about the account of those who ask.
@readonly
@auth([httpBasicAuth])
@http(method: "GET", uri: "/account")
operation GetAccount {
    output := {
        name: String
        credit: BigDecimal
    }
}

/// Changes the password of those who ask.
@auth([httpDigestAuth])
@http(method: "PUT", uri: "/account/password")
operation ChangePassword {
    input := {
        @required
        password: Password
    }
}

@mixin
structure Paged {
    @httpQuery("token")
    token: String

    @httpQuery("size")
    @range(min: 1, max: 100)
    size: Integer
}

@mixin
structure PagedAnswer {
    next: String
}

@mixin
structure BookFacts {
    @length(min: 1, max: 200)
    title: String

    author: String

    genre: Genre

    condition: Condition

    published: Timestamp
}

/// What is known of a book.
structure BookDetails with [BookFacts] {
    @required
    bookId: BookId

    copies: Integer = 1

    lendable: Boolean = true

    genre: Genre = "novel"

    /// The price that those see who have an account.
    price: BigDecimal
}

/// What a reader says.
structure ReviewDetails {
    reviewId: ReviewId

    stars: Stars = 3

    text: String
}

/// How books are paid for.
union Payment {
    card: Card
    voucher: String
    invoice: Unit
}

structure Card {
    @required
    number: CardNumber

    holder: String
}

/// What kind of book it is.
enum Genre {
    NOVEL = "novel"
    POETRY = "poetry"
    SCIENCE = "science"
}

/// How well a book has been kept.
intEnum Condition {
    /// Nobody has read it yet.
    NEW = 1
    USED = 2
    WORN_OUT = 9
}

/// How much a reader likes a book.
intEnum Stars {
    ONE = 1
    TWO = 2
    THREE = 3
    FOUR = 4
    FIVE = 5
}

/// There is no such book.
@error("client")
@httpError(404)
structure NoSuchBook {
    message: String
    bookId: BookId
}

/// There are not enough copies of a book.
@error("client")
@httpError(409)
structure OutOfStock {
    message: String

    @httpHeader("X-Copies")
    copies: Integer
}

/// Whoever asks may not do this, or did not say who they are.
@error("client")
@httpError(401)
structure NotAllowed {
    message: String
}

/// The shop has too much to do.
@error("server")
@retryable(throttling: true)
@httpError(503)
structure Busy {
    message: String
}

@pattern("^b-[0-9]+$")
string BookId

string ReviewId

@sensitive
string Password

@sensitive
string CardNumber

@streaming
blob Picture

list Texts {
    member: String
}

list Books {
    member: BookDetails
}

list BookIds {
    member: BookId
}

list ReviewList {
    member: ReviewDetails
}
