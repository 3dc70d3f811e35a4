//! The recipes of the guide `docs/moving-from-boto3.md`, in one program, which is linked once. Each file is a program of its
//! own, with its own `main`; the variable `RECIPE` says which of them runs:
//!
//! ```sh
//! RECIPE=inventory AWS_ENDPOINT_URL=http://localhost:5000 cargo run -p recipes -- --json
//! ```
//!
//! The same program for boto3 stands beside each. `tests/recipes.rs` runs both against moto.

use std::error::Error;

macro_rules! recipes {
    ($($name:ident)*) => {
        $(mod $name;)*

        /// The `main` of a recipe.
        fn recipe(name: &str) -> Option<fn() -> Result<(), Box<dyn Error>>> {
            match name {
                $(stringify!($name) => Some($name::main),)*
                _ => None,
            }
        }
    };
}

recipes!(clean_up custom_domain export_import from_file http_api ideas inventory resumed websocket_api);

fn main() -> Result<(), Box<dyn Error>> {
    let name = std::env::var("RECIPE").unwrap_or_default();
    recipe(&name).ok_or("RECIPE is the name of a file beside this program's")?()
}
