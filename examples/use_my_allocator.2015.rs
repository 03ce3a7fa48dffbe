// One line chooses the allocator for the whole program.
extern crate my_allocator;

fn main() {
    // This box is made of memory from the crate above.
    let number = Box::new(8);
    println!("{}", number);
}
